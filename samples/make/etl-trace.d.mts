export const wide: (text: string) => Buffer
export function u32(value: number): Buffer

export class EtlTrace {
  constructor(session: {
    readonly start: number
    readonly end: number
    readonly name?: string
    readonly bufferBytes?: number
    readonly processors?: number
    readonly seed?: number
    readonly eventsLost?: number
  })
  event(
    at: number,
    event: {
      readonly provider: string
      readonly id: number
      readonly level?: number
      readonly payload: Buffer
      readonly flags?: number
    },
  ): this
  text(
    at: number,
    event: { readonly provider: string; readonly level?: number; readonly text: string },
  ): this
  message(
    at: number,
    event: { readonly guid: string; readonly number: number; readonly payload: Buffer },
  ): this
  build(): Buffer
}

import type { DecodedEvent, EtlDecoder, EtlEvent } from '../etl-event.ts'
import { CompiledMessage } from './compiled-message.ts'
import type { TmfIndex } from './tmf.ts'
import { type DecodeAnsi, WppPayload } from './wpp-payload.ts'

interface WppOptions {
  /** Message formats. An event without its format stays opaque. */
  readonly tmf: TmfIndex
  readonly decodeAnsi: DecodeAnsi
}

/**
 * Creates a decoder for WPP trace messages, from their trace message format files. A format is
 * compiled when it is first used.
 */
export function wppDecoder({ tmf, decodeAnsi }: WppOptions): EtlDecoder {
  const compiled = new Map<string, Map<number, CompiledMessage>>()
  const payload = new WppPayload(decodeAnsi)
  const messageOf = (guid: string, number: number): CompiledMessage | undefined => {
    const known = compiled.get(guid)?.get(number)
    if (known) return known
    const format = tmf.get(guid)?.get(number)
    if (!format) return undefined
    const message = new CompiledMessage(format)
    const own = compiled.get(guid) ?? new Map<number, CompiledMessage>()
    compiled.set(guid, own.set(number, message))
    return message
  }
  return {
    decode(event: EtlEvent): DecodedEvent | undefined {
      if (event.header !== 'trace-message') return undefined
      const message = messageOf(event.guid, event.id)
      if (!message) return undefined
      payload.open(event)
      return message.decode(event, payload)
    },
  }
}

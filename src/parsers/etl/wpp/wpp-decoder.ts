import type { DecodedEvent, EtlDecoder, EtlEvent } from '../etl-event.ts'
import { CompiledMessage } from './compiled-message.ts'
import type { TmfIndex } from './tmf.ts'
import { type DecodeAnsi, WppPayload } from './wpp-payload.ts'

interface WppOptions {
  /** What the messages say: an event without its message stays opaque. */
  readonly tmf: TmfIndex
  readonly decodeAnsi: DecodeAnsi
}

/**
 * Reads WPP trace messages with their trace message format files. Each message is compiled when it
 * is met first.
 */
export function wppDecoder({ tmf, decodeAnsi }: WppOptions): EtlDecoder {
  const compiled = new Map<string, Map<number, CompiledMessage>>()
  const payload = new WppPayload(decodeAnsi)
  const messageOf = (guid: string, number: number): CompiledMessage | undefined => {
    const known = compiled.get(guid)?.get(number)
    if (known) return known
    const message = tmf.get(guid)?.get(number)
    if (!message) return undefined
    const fresh = new CompiledMessage(message)
    const own = compiled.get(guid) ?? new Map<number, CompiledMessage>()
    compiled.set(guid, own.set(number, fresh))
    return fresh
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

import type { DecodedEvent, EtlDecoder } from '../etl-event.ts'
import { Payload } from './payload.ts'
import { wideText } from './texts.ts'

/** Creates a decoder for events of EventWriteString, whose payload is one text. */
export function stringDecoder(): EtlDecoder {
  const payload = new Payload()
  return {
    decode(event): DecodedEvent | undefined {
      if (!event.stringOnly || event.header !== 'event') return undefined
      payload.open(event)
      const message = wideText(payload)
      return { by: 'string', message, fields: { message } }
    },
  }
}

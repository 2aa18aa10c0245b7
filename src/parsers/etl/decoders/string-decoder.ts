import type { DecodedEvent, EtlDecoder } from '../etl-event.ts'
import { Payload } from './payload.ts'
import { wideText } from './texts.ts'

/** Events of EventWriteString: one text, nothing else. */
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

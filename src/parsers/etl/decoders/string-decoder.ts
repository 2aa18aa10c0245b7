import type { DecodedEvent, EtlDecoder } from '../etl-event.ts'
import { createDecodedEvent } from './decoded-event.ts'
import { formatValue } from './format-value.ts'
import { Payload } from './payload.ts'
import { wideText } from './texts.ts'

/** Creates a decoder for events of EventWriteString, whose payload is one text. */
export function stringDecoder(): EtlDecoder {
  const payload = new Payload()
  return {
    decode(event): DecodedEvent | undefined {
      if (!event.stringOnly || event.header !== 'event') return undefined
      payload.open(event)
      const text = wideText(payload)
      return createDecodedEvent({
        by: 'string',
        provider: undefined,
        name: undefined,
        message: formatValue(text),
        fields: { message: text },
        mismatch: undefined,
        blobs: payload.blobs,
      })
    },
  }
}

import { describe, expect, it } from 'vitest'
import { decodeEvent } from '../../../src/parsers/etl/decoders/decode-event.ts'
import { createEtlDecoders } from '../../../src/parsers/etl/decoders/etl-decoders.ts'
import {
  EtlBytes,
  etlEvent,
  providerTraits,
  traceLoggingSchema,
} from '../../support/etl/etl-payload.ts'

describe('the decoders', () => {
  it('read an event that is a single text', () => {
    const event = etlEvent({ stringOnly: true, payload: new EtlBytes().wide('Signed in') })
    expect(decodeEvent(event, createEtlDecoders())).toEqual({
      by: 'string',
      message: 'Signed in',
      fields: { message: 'Signed in' },
    })
  })

  it('prefer the schema that an event carries', () => {
    const schema = traceLoggingSchema('Own', new EtlBytes().narrow('a').u8(4))
    const event = etlEvent({
      schemaBytes: schema,
      traitsBytes: providerTraits('Contoso'),
      payload: new EtlBytes().u8(1),
    })
    expect(decodeEvent(event, createEtlDecoders())).toMatchObject({
      by: 'tracelogging',
      provider: 'Contoso',
      name: 'Own',
    })
  })

  it('leave an event without a schema undecoded', () => {
    expect(
      decodeEvent(etlEvent({ payload: new EtlBytes().u8(1) }), createEtlDecoders()),
    ).toBeUndefined()
  })
})

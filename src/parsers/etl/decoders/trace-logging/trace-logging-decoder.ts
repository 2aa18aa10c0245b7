import type { DecodedEvent, EtlDecoder, EtlEvent } from '../../etl-event.ts'
import { readTraitsName } from '../../traits-name.ts'
import { BytesCache } from '../bytes-cache.ts'
import { createDecodedEvent } from '../decoded-event.ts'
import { formatFields } from '../format-value.ts'
import { formatByteCount, readLayout } from '../layout.ts'
import { Payload } from '../payload.ts'
import { readTraceLoggingSchema, type TraceLoggingSchema } from './trace-logging-schema.ts'

/**
 * A damaged trace may have any number of events without traits.
 * Limit: providers whose names are kept for events without one.
 * Beyond: further events show the GUID.
 */
const MAX_PROVIDERS = 4096

/** Creates a decoder for events that carry their own schema: TraceLogging of C++, Rust and .NET. */
export function traceLoggingDecoder(): EtlDecoder {
  const payload = new Payload()
  const schemas = new BytesCache<TraceLoggingSchema>()
  const traits = new BytesCache<string>()
  const names = new Map<string, string>()

  const providerOf = (event: EtlEvent): string | undefined => {
    if (event.traits === undefined) return names.get(event.guid)
    const name = traits.get(event.bytes, event.traits.from, event.traits.to, readTraits)
    if (name === '') return undefined
    if (names.size < MAX_PROVIDERS) names.set(event.guid, name)
    return name
  }

  return {
    decode(event): DecodedEvent | undefined {
      if (event.schema === undefined) return undefined
      const { name, layout, damage } = schemas.get(
        event.bytes,
        event.schema.from,
        event.schema.to,
        readTraceLoggingSchema,
      )
      const provider = providerOf(event)
      payload.open(event)
      const { fields, values, mismatch } = readLayout(layout, payload)
      const eventMismatch =
        mismatch ??
        damage ??
        (payload.remaining > 0
          ? `${formatByteCount(payload.remaining)} left after the last field`
          : undefined)
      const message = values.length === 0 ? name : formatFields(layout, values)
      return createDecodedEvent({
        by: 'tracelogging',
        provider,
        name,
        message,
        fields,
        mismatch: eventMismatch,
        isPartial: eventMismatch !== undefined,
        blobs: payload.blobs,
      })
    },
  }
}

const readTraits = (own: Uint8Array): string =>
  readTraitsName({ bytes: own, traits: { from: 0, to: own.length } }) ?? ''

import type { DecodedEvent, EtlDecoder, EtlEvent } from '../../etl-event.ts'
import { traitsName } from '../../traits-name.ts'
import { BytesCache } from '../bytes-cache.ts'
import { decodedEvent } from '../decoded-event.ts'
import { bytesText, readLayout } from '../layout.ts'
import { Payload } from '../payload.ts'
import { fieldsText } from '../show.ts'
import { readTraceLoggingSchema, type TraceLoggingSchema } from './trace-logging-schema.ts'

/** Names of providers are remembered for events without traits, and no more than so many. */
const MOST_PROVIDERS = 4096

/** Events that carry their own schema: TraceLogging of C++, Rust, .NET. */
export function traceLogging(): EtlDecoder {
  const payload = new Payload()
  const schemas = new BytesCache<TraceLoggingSchema>()
  const traits = new BytesCache<string>()
  const names = new Map<string, string>()

  const providerOf = (event: EtlEvent): string | undefined => {
    if (event.traits === undefined) return names.get(event.guid)
    const name = traits.get(event.bytes, event.traits.from, event.traits.to, readTraits)
    if (name === '') return undefined
    if (names.size < MOST_PROVIDERS) names.set(event.guid, name)
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
      const wrong =
        mismatch ??
        damage ??
        (payload.left > 0 ? `${bytesText(payload.left)} left behind the last field` : undefined)
      const message = values.length === 0 ? name : fieldsText(layout, values)
      return decodedEvent({ by: 'tracelogging', provider, name, message, fields, mismatch: wrong })
    },
  }
}

const readTraits = (own: Uint8Array): string =>
  traitsName({ bytes: own, traits: { from: 0, to: own.length } }) ?? ''

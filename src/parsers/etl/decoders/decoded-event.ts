import { defined } from '../../../model/defined.ts'
import type { DecodedEvent, EtlFields } from '../etl-event.ts'

interface EventParts {
  readonly by: DecodedEvent['by']
  readonly provider: string | undefined
  readonly name: string | undefined
  readonly message: string
  readonly fields: EtlFields
  readonly mismatch: string | undefined
}

/**
 * Creates a decoded event without its undefined fields. Nearly all events have a provider and a
 * name and no mismatch: these take the fast path.
 */
export function createDecodedEvent({
  by,
  provider,
  name,
  message,
  fields,
  mismatch,
}: EventParts): DecodedEvent {
  if (provider !== undefined && name !== undefined && mismatch === undefined)
    return { by, provider, name, message, fields }
  return {
    by,
    ...defined({ provider, name }),
    message,
    fields,
    ...defined({ mismatch }),
  }
}

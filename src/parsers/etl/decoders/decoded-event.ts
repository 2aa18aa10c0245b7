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
 * Without what is not known. Nearly all events have all but a mismatch: these are made in one go.
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

import type { Mutable } from '../../../model/defined.ts'
import type { DecodedEvent, EtlFields } from '../etl-event.ts'
import { LONG_MESSAGE, MAX_MESSAGE_CHARS } from './format-value.ts'

interface EventParts {
  readonly by: DecodedEvent['by']
  readonly provider: string | undefined
  readonly name: string | undefined
  readonly message: string
  readonly fields: EtlFields
  readonly mismatch: string | undefined
  /** Whether a part of the payload is unread. */
  readonly isPartial?: boolean
  readonly blobs?: readonly Uint8Array[]
}

const NO_BLOBS: readonly Uint8Array[] = []

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
  isPartial = false,
  blobs = NO_BLOBS,
}: EventParts): DecodedEvent {
  const isLong = message.length > MAX_MESSAGE_CHARS
  const isPlain = mismatch === undefined && blobs.length === 0 && !isLong
  if (isPlain && provider !== undefined && name !== undefined)
    return { by, provider, name, message, fields }
  const decoded: Mutable<DecodedEvent> = { by, message, fields }
  if (provider !== undefined) decoded.provider = provider
  if (name !== undefined) decoded.name = name
  if (mismatch !== undefined || isLong) decoded.mismatch = mismatch ?? LONG_MESSAGE
  if (isPartial || isLong) decoded.isPartial = true
  if (blobs.length > 0) decoded.blobs = blobs
  return decoded
}

import type { DecodedEvent, EtlDecoder, EtlEvent } from '../etl-event.ts'

/**
 * Decodes an event with the first decoder that knows it. Returns undefined when none does: the
 * event stays opaque.
 */
export function decodeEvent(
  event: EtlEvent,
  decoders: readonly EtlDecoder[],
): DecodedEvent | undefined {
  for (const decoder of decoders) {
    const decoded = decoder.decode(event)
    if (decoded !== undefined) return decoded
  }
  return undefined
}

/**
 * Lets the decoders take a schema out of an event. Returns true when the event carried one for a
 * decoder, so that it need not be decoded itself.
 */
export function learnFromEvent(event: EtlEvent, decoders: readonly EtlDecoder[]): boolean {
  for (const decoder of decoders) if (decoder.learn?.(event)) return true
  return false
}

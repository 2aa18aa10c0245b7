import type { EtlEvent } from './etl-event.ts'

/**
 * Reads the provider name from the traits of an event: u16 size, then UTF-8 up to a NUL. Returns
 * undefined when the event has no traits or the name is empty.
 */
export function readTraitsName({
  bytes,
  traits,
}: Pick<EtlEvent, 'bytes' | 'traits'>): string | undefined {
  if (traits === undefined) return undefined
  const from = traits.from + 2
  let to = from
  while (to < traits.to && bytes[to] !== 0) to++
  return to > from ? new TextDecoder().decode(bytes.subarray(from, to)) : undefined
}

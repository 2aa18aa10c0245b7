import type { EtlEvent } from './etl-event.ts'

/** Name that provider traits carry: u16 size, then UTF-8 up to a NUL. */
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

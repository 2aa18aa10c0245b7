import type { ReusableRange } from './reusable-event.ts'

/** Kinds of extended items. */
const EVENT_SCHEMA = 11
const PROVIDER_TRAITS = 12

/**
 * `u16 reserved, u16 kind, u16 flags (1: another item follows), u16 size`, then data. Each item
 * begins at a multiple of 8.
 */
const ITEM_HEADER_BYTES = 8

export interface ExtendedItem {
  readonly kind: number
  readonly from: number
  readonly to: number
}

/**
 * End of the extended items, where the payload begins. Returns undefined when they extend past
 * `to`.
 */
export function extendedItemsEnd(view: DataView, from: number, to: number): number | undefined {
  let at = from
  for (;;) {
    if (at + ITEM_HEADER_BYTES > to) return undefined
    const another = view.getUint16(at + 4, true) & 1
    const end = at + ITEM_HEADER_BYTES + view.getUint16(at + 6, true)
    if (end > to) return undefined
    at += (end - at + 7) & ~7
    // The last item of an event without payload may lack its padding.
    if (!another) return Math.min(at, to)
  }
}

export interface ItemRanges {
  readonly schema: ReusableRange
  readonly traits: ReusableRange
  hasSchema: boolean
  hasTraits: boolean
}

/** Stores the ranges of the schema and the traits in `ranges`, and returns `ranges`. */
export function findItems(
  view: DataView,
  from: number,
  to: number,
  ranges: ItemRanges,
): ItemRanges {
  ranges.hasSchema = false
  ranges.hasTraits = false
  for (let at = from; at + ITEM_HEADER_BYTES <= to; ) {
    const kind = view.getUint16(at + 2, true)
    const bytes = view.getUint16(at + 6, true)
    const range =
      kind === EVENT_SCHEMA ? ranges.schema : kind === PROVIDER_TRAITS ? ranges.traits : undefined
    if (range) {
      range.from = at + ITEM_HEADER_BYTES
      range.to = range.from + bytes
      if (kind === EVENT_SCHEMA) ranges.hasSchema = true
      else ranges.hasTraits = true
    }
    at += (ITEM_HEADER_BYTES + bytes + 7) & ~7
  }
  return ranges
}

/** Iterates over the items in the range `EtlEvent.items`. */
export function* extendedItems(
  bytes: Uint8Array,
  from: number,
  to: number,
): Generator<ExtendedItem> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = from; at + ITEM_HEADER_BYTES <= to; ) {
    const size = view.getUint16(at + 6, true)
    const start = at + ITEM_HEADER_BYTES
    yield { kind: view.getUint16(at + 2, true), from: start, to: Math.min(to, start + size) }
    at += (ITEM_HEADER_BYTES + size + 7) & ~7
  }
}

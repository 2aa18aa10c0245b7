import type { EtlValue } from '../../etl-event.ts'
import { FieldNames } from '../field-names.ts'
import { IN_TYPE, resolveFieldType, type ValueFormat } from '../field-type.ts'
import type { Amount, Field, Layout } from '../layout.ts'
import type { ValueMaps } from './manifest-model.ts'
import { applyValueMap } from './value-map.ts'

/**
 * A number, or the index of the field that holds it. Indexes count all fields of the template, with
 * the members of structures.
 */
export type Extent = number | { readonly fieldIndex: number }

/** One item of a template, from a manifest or a TRACE_EVENT_INFO. */
export interface TemplateItem {
  readonly name: string
  readonly inType: number
  readonly outType: number
  readonly map: string | undefined
  /** Undefined for a single value. */
  readonly count: Extent | undefined
  readonly length: Extent | undefined
  /** Its own index, to which other items may refer. */
  readonly index: number
  readonly members: readonly TemplateItem[] | undefined
}

/** Display formats of TDH_OUTTYPE_*. Other types do not affect the display. */
const FORMATS = new Map<number, ValueFormat>([
  [1, 'character'],
  [13, 'boolean'],
  [15, 'hex'],
  [16, 'hex'],
  [17, 'hex'],
  [18, 'hex'],
  [19, 'hex'],
  [22, 'port'],
  [23, 'ipv4'],
  [24, 'ipv6'],
  [25, 'socket-address'],
  [31, 'hex'],
  [32, 'hex'],
  [37, 'hex'],
  [38, 'utc'],
])

const SIZED_TYPES = new Set<number>([IN_TYPE.wide, IN_TYPE.narrow, IN_TYPE.binary, IN_TYPE.hexDump])

/**
 * Compiles a template. Returns undefined when it has an unknown type: the fields after it cannot be
 * located.
 */
export function compileTemplate(
  items: readonly TemplateItem[],
  maps: ValueMaps,
): Layout | undefined {
  const referredIndexes = new Set<number>()
  collectReferred(items, referredIndexes)
  return compile(items, maps, referredIndexes)
}

function collectReferred(items: readonly TemplateItem[], referredIndexes: Set<number>): void {
  for (const { count, length, members } of items) {
    if (typeof count === 'object') referredIndexes.add(count.fieldIndex)
    if (typeof length === 'object') referredIndexes.add(length.fieldIndex)
    if (members) collectReferred(members, referredIndexes)
  }
}

function compile(
  items: readonly TemplateItem[],
  maps: ValueMaps,
  referredIndexes: ReadonlySet<number>,
): Layout | undefined {
  const layout: Field[] = []
  const names = new FieldNames()
  for (const item of items) {
    const field = compileItem(item, names.makeUnique(item.name), maps, referredIndexes)
    if (field === undefined) return undefined
    layout.push(field)
  }
  return layout
}

function compileItem(
  item: TemplateItem,
  name: string,
  maps: ValueMaps,
  referredIndexes: ReadonlySet<number>,
): Field | undefined {
  const count = toAmount(item.count)
  if (item.members) {
    const members = compile(item.members, maps, referredIndexes)
    return members && { name, read: () => null, count, members }
  }
  const length =
    SIZED_TYPES.has(item.inType) && item.length !== 0 ? toAmount(item.length) : undefined
  const slot = referredIndexes.has(item.index) ? item.index : undefined
  const { map } = item
  const type = resolveFieldType(item.inType, FORMATS.get(item.outType) ?? 'plain', {
    sized: length !== undefined,
    number: slot !== undefined || map !== undefined,
  })
  if (type === undefined) return undefined
  if (map === undefined) return { name, count, length, slot, ...type }
  const as = (value: EtlValue): EtlValue => {
    const named = applyValueMap(maps.get(map), value)
    return named === value && type.convert ? type.convert(value) : named
  }
  return { name, read: type.read, convert: as, count, length, slot }
}

const toAmount = (extent: Extent | undefined): Amount | undefined =>
  extent === undefined
    ? undefined
    : typeof extent === 'number'
      ? { kind: 'fixed', amount: extent }
      : { kind: 'slot', slot: extent.fieldIndex }

import type { EtlValue } from '../../etl-event.ts'
import { FieldNames } from '../field-names.ts'
import { IN_TYPE, resolveFieldType, type ValueFormat } from '../field-type.ts'
import type { Amount, Field, Layout } from '../layout.ts'
import type { ValueMaps } from './manifest-model.ts'
import { applyValueMap } from './value-map.ts'

/**
 * A number, or the place of the field that has it (in the order of the template, members of
 * structures counted).
 */
export type Extent = number | { readonly fieldIndex: number }

/** One item of a template, as a manifest or an EventInfo has it. */
export interface TemplateItem {
  readonly name: string
  readonly inType: number
  readonly outType: number
  readonly map: string | undefined
  /** Undefined for one value. */
  readonly count: Extent | undefined
  readonly length: Extent | undefined
  /** Its own place, where others may refer to it. */
  readonly index: number
  readonly members: readonly TemplateItem[] | undefined
}

/** TDH_OUTTYPE_*. What is not here says nothing about how a value is written. */
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
 * Compiles a template; undefined when one of its types is not known, for nothing behind it could be
 * found.
 */
export function compileTemplate(
  items: readonly TemplateItem[],
  maps: ValueMaps,
): Layout | undefined {
  const referred = new Set<number>()
  collectReferred(items, referred)
  return compile(items, maps, referred)
}

function collectReferred(items: readonly TemplateItem[], referred: Set<number>): void {
  for (const { count, length, members } of items) {
    if (typeof count === 'object') referred.add(count.fieldIndex)
    if (typeof length === 'object') referred.add(length.fieldIndex)
    if (members) collectReferred(members, referred)
  }
}

function compile(
  items: readonly TemplateItem[],
  maps: ValueMaps,
  referred: ReadonlySet<number>,
): Layout | undefined {
  const layout: Field[] = []
  const names = new FieldNames()
  for (const item of items) {
    const field = compileItem(item, names.makeUnique(item.name), maps, referred)
    if (field === undefined) return undefined
    layout.push(field)
  }
  return layout
}

function compileItem(
  item: TemplateItem,
  name: string,
  maps: ValueMaps,
  referred: ReadonlySet<number>,
): Field | undefined {
  const count = toAmount(item.count)
  if (item.members) {
    const members = compile(item.members, maps, referred)
    return members && { name, read: () => null, count, members }
  }
  const length =
    SIZED_TYPES.has(item.inType) && item.length !== 0 ? toAmount(item.length) : undefined
  const slot = referred.has(item.index) ? item.index : undefined
  const { map } = item
  const asked = { sized: length !== undefined, number: slot !== undefined || map !== undefined }
  const type = resolveFieldType(item.inType, FORMATS.get(item.outType) ?? 'plain', asked)
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

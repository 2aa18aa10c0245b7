import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createEtlDecoders } from '../../src/parsers/etl/decoders/etl-decoders.ts'
import { readManifest } from '../../src/parsers/etl/decoders/manifest/read-manifest.ts'
import type { EtlFields } from '../../src/parsers/etl/etl-event.ts'
import { decodeCorpusTrace } from '../support/etl/decoded-events.ts'
import { type BaselineEvent, isSameValue, readBaseline } from '../support/etl/perfview-baseline.ts'
import { corpus, requires } from '../support/requires.ts'
import {
  FEWER_IN_BASELINE,
  NOT_IN_BASELINE,
  NOT_IN_MANIFEST,
  OUR_FIELDS,
  OUR_NAMES,
  OUR_PREFIXES,
  THEIR_FIELDS,
  THEIR_VALUES,
} from './baseline-differences.ts'

const { skip, title } = requires('corpus')
const NOBODY = 0xffff_ffff
/** Half a microsecond plus the rounding of the baseline, in ms. */
const CLOSE = 0.000_6
/**
 * For these events the reader of the baseline takes process and thread from the payload, or from
 * the last context switch of the CPU.
 */
const OF_PAYLOAD = /^Windows Kernel\/(?:Process|Image|Thread|SystemConfig\/Services)(?:\/|$)/

interface Own {
  readonly since: number
  readonly pid: number | undefined
  readonly tid: number | undefined
  readonly cpu: number
  readonly size: number
  readonly fields: EtlFields
}

/** Known differences that occurred. One that never occurs can be removed. */
const met = new Set<string>()

const findKnown = <Value>(
  table: Readonly<Record<string, Value>>,
  key: string,
): Value | undefined => {
  const value = table[key]
  if (value !== undefined) met.add(key)
  return value
}

function ourName(theirs: string): string {
  const slash = theirs.indexOf('/')
  const whole = findKnown(OUR_NAMES, theirs)
  if (whole !== undefined) return whole
  const inside = findKnown(OUR_NAMES, theirs.slice(slash + 1))
  if (inside !== undefined) return `${theirs.slice(0, slash)}/${inside}`
  const prefix = OUR_PREFIXES.find(([start]) => theirs.startsWith(start))
  return prefix ? prefix[1] + theirs.slice(prefix[0].length) : theirs
}

function readOurs(name: string): ReadonlyMap<string, readonly Own[]> {
  const manifest = readManifest(
    readFileSync(`${corpus()}/manifests/perfview__ClrEtwAll.man`, 'utf8'),
  )
  const own = new Map<string, Own[]>()
  let begin = 0
  const decoders = createEtlDecoders({ manifests: [manifest] })
  const sessions = decodeCorpusTrace(
    name,
    decoders,
    ({ at, ticks, pid, tid, cpu, from, to, guid, id }, decoded) => {
      const key = decoded ? `${decoded.provider}/${decoded.name}` : `${guid}/${id}`
      // Milliseconds and ticks are kept separately: together they exceed the digits of a double.
      if (begin === 0) begin = at
      const event = {
        since: at - begin + ticks / 10_000,
        pid,
        tid,
        cpu,
        size: to - from,
        fields: decoded?.fields ?? {},
      }
      const known = own.get(key)
      if (known) known.push(event)
      else own.set(key, [event])
    },
  )
  const start = sessions[0]?.header?.startTime
  if (start === undefined) throw new Error('no header')
  const shift = begin - start.at - start.ticks / 10_000
  return new Map(
    [...own].map(([key, events]) => [
      key,
      events.map((event) => ({ ...event, since: event.since + shift })),
    ]),
  )
}

const unsigned = (id: number): number => (id < 0 ? NOBODY : id)

/** Values of a baseline event that differ from ours and are not known differences. */
function differences(theirs: BaselineEvent, { fields }: Own): string[] {
  if (Object.keys(fields).length === 0) return []
  const short = theirs.name.slice(theirs.name.indexOf('/') + 1)
  const known = (table: Readonly<Record<string, string>>, field: string) =>
    [theirs.name, short, theirs.name.replace('Microsoft-Windows-', ''), '*'].some(
      (key) => findKnown(table, `${key} ${field}`) !== undefined,
    )
  return theirs.values.flatMap(([field, value]) => {
    const ours = fields[field] ?? fields[OUR_FIELDS[field] ?? '']
    if (ours === undefined)
      return known(THEIR_FIELDS, field) ? [] : [`${field}=${value} is missing`]
    return isSameValue(value, ours) || known(THEIR_VALUES, field)
      ? []
      : [`${field}=${value}, ours ${String(ours)}`]
  })
}

describe.skipIf(skip).each([
  { name: 'primitive-types', values: 60, events: 6 },
  { name: 'gcevents', values: 191, events: 52 },
  { name: 'net.4.5.2.x64', values: 2212, events: 369 },
])(`the baseline of $name${title}`, ({ name, ...minimum }) => {
  const baseline = readBaseline(
    skip ? '' : readFileSync(`${corpus()}/expected/perfview/${name}.baseline.txt`, 'utf8'),
  )
  const ours = skip ? new Map<string, readonly Own[]>() : readOurs(`perfview__${name}`)
  const key = (theirs: string) =>
    name === 'gcevents' && NOT_IN_MANIFEST[theirs] !== undefined
      ? `e13c0d23-ccbc-4e12-931b-d9cc2eee27e4/${NOT_IN_MANIFEST[theirs]}`
      : ourName(theirs)

  it('has as many events of each class as the trace', () => {
    const counted = [...baseline.counts].map(([theirs, count]) => {
      const own = ours.get(key(theirs))?.length ?? 0
      return [theirs, FEWER_IN_BASELINE.has(theirs) && own > count ? count : own]
    })
    expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(baseline.counts))
  })

  it('leaves out only events that it does not know or consumes', () => {
    const named = new Set([...baseline.counts.keys()].map(key))
    const rest = [...ours.keys()].filter((own) => !named.has(own))
    expect(rest.filter((own) => findKnown(NOT_IN_BASELINE, own) === undefined)).toEqual([])
  })

  it('agrees in all values of the first events of each class', () => {
    const wrong: string[] = []
    const used = new Set<Own>()
    let compared = 0
    let identified = 0
    for (const theirs of baseline.events) {
      const place = `${theirs.name} at ${theirs.sinceStartMs}`
      const near = (ours.get(key(theirs.name)) ?? []).filter(
        (event) =>
          !used.has(event) &&
          Math.abs(event.since - theirs.sinceStartMs) <= CLOSE &&
          event.cpu === theirs.cpu &&
          event.size === theirs.size,
      )
      const own = near.find((event) => differences(theirs, event).length === 0) ?? near[0]
      if (own === undefined) {
        wrong.push(`${place} is missing`)
        continue
      }
      used.add(own)
      compared += Object.keys(own.fields).length > 0 ? theirs.values.length : 0
      wrong.push(...differences(theirs, own).map((difference) => `${place}: ${difference}`))
      const { ProcessId } = own.fields
      if (typeof ProcessId === 'number' && ProcessId !== unsigned(theirs.pid))
        wrong.push(`${place}: process in payload ${ProcessId}`)
      if (own.pid === undefined || OF_PAYLOAD.test(theirs.name)) continue
      identified += 1
      if (own.pid !== unsigned(theirs.pid))
        wrong.push(`${place}: process ${theirs.pid}, ours ${own.pid}`)
      if (own.tid !== unsigned(theirs.tid))
        wrong.push(`${place}: thread ${theirs.tid}, ours ${own.tid}`)
    }
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThanOrEqual(minimum.values)
    expect(identified).toBeGreaterThanOrEqual(minimum.events)
  })
})

describe.skipIf(skip)(`each known difference${title}`, () => {
  it('is still needed', () => {
    const all = [OUR_NAMES, NOT_IN_BASELINE, THEIR_FIELDS, THEIR_VALUES].flatMap((table) =>
      Object.keys(table),
    )
    expect(all.filter((key) => !met.has(key))).toEqual([])
  })
})

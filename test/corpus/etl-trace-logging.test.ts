import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { toIsoTime } from '../../src/model/moment.ts'
import { createEtlDecoders } from '../../src/parsers/etl/decoders/etl-decoders.ts'
import { decodeCorpusTrace } from '../support/etl/decoded-events.ts'
import { corpus, requires } from '../support/requires.ts'

const { skip, title } = requires('corpus')
const SUFFIX = '.tracelogging.json'
/**
 * The schema says that the time is UTC. The expectations omit the `Z`; Microsoft's text of the same
 * trace has it.
 */
const UTC = 38
const SYSTEM_TIME = 18
/** The expectations have the codes of characters. */
const CHARACTERS = 2

interface Expected {
  readonly time: string
  readonly provider: string
  readonly providerName: string
  readonly event: string
  readonly level: number
  readonly pid: number
  readonly tid: number
  readonly cpu: number
  readonly fields: readonly (readonly [string, unknown])[]
  readonly types: readonly (readonly [string, number, string | null, number])[]
}

/** Binary data is an array of numbers in the expectations. */
const withoutBytes = (value: unknown) => (value instanceof Uint8Array ? [...value] : value)

/** Parses JSON and keeps integers that a double cannot hold. */
const readExact = (text: string): readonly Expected[] =>
  JSON.parse(
    text.replace(/^(-?\d{16,}),?$/gm, (line, digits) => line.replace(digits, `"#${digits}"`)),
    (_, value) =>
      typeof value === 'string' && /^#-?\d+$/.test(value) ? BigInt(value.slice(1)) : value,
  )

const expectedFields = ({ fields, types }: Expected) =>
  fields.map(([name, value], index) => {
    const [, inType, , outType] = types[index] ?? []
    if (outType === CHARACTERS && Array.isArray(value))
      return [name, value.map((code) => String.fromCharCode(code)).join('')]
    return [name, inType === SYSTEM_TIME && outType === UTC ? `${value}Z` : value]
  })

describe.skipIf(skip)(`TraceLogging events of real traces${title}`, () => {
  const names = skip
    ? []
    : readdirSync(`${corpus()}/expected`).filter((name) => name.endsWith(SUFFIX))

  it('exist for several traces', () => {
    expect(names.length).toBeGreaterThanOrEqual(5)
  })

  it.each(names)('equal %s', (name) => {
    const expected = readExact(readFileSync(`${corpus()}/expected/${name}`, 'utf8'))
    const found: unknown[] = []
    decodeCorpusTrace(name.slice(0, -SUFFIX.length), createEtlDecoders(), (event, decoded) => {
      if (decoded?.by !== 'tracelogging') return
      const { at, ticks, guid, level, pid, tid, cpu } = event
      const time = toIsoTime(at, ticks)
      expect(decoded.mismatch).toBeUndefined()
      found.push({
        time,
        provider: guid,
        providerName: decoded.provider,
        event: decoded.name,
        level,
        pid,
        tid,
        cpu,
        fields: Object.entries(decoded.fields).map(([name, value]) => [name, withoutBytes(value)]),
      })
    })
    const wanted = expected.map((line) => {
      const { time, provider, providerName, event, level, pid, tid, cpu } = line
      return {
        time,
        provider,
        providerName,
        event,
        level,
        pid,
        tid,
        cpu,
        fields: expectedFields(line),
      }
    })
    const byTime = (left: unknown, right: unknown) =>
      (left as Expected).time < (right as Expected).time ? -1 : 1
    expect(found.sort(byTime)).toEqual(wanted.sort(byTime))
  })
})

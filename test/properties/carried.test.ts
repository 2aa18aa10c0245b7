import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { Engine } from '../../src/analysis/engine.ts'
import { createUtf16ToUtf8, sniffEncoding } from '../../src/inputs/encoding.ts'
import type { FoundInput } from '../../src/inputs/find-files.ts'
import { readCase } from '../../src/inputs/read-case.ts'
import type { Observation } from '../../src/model/observation.ts'
import { rules } from '../../src/rules/index.ts'
import { createWantedRecords } from '../../src/scan/matcher.ts'
import { filesBelow } from '../support/samples.ts'
import { carriers, type Lines } from './carriers.ts'
import { propertyRuns } from './property-runs.ts'

/** The text samples of all formats. What is cut off is another text when something follows it. */
const samples = filesBelow('samples/formats')
  .filter((path) => !/\.etl$|cut|damaged/.test(path))
  .map((path) => {
    const bytes = readFileSync(path)
    const { encoding, bom } = sniffEncoding(bytes)
    const text = bytes.subarray(bom)
    const utf8 = encoding === 'utf-8' ? text : createUtf16ToUtf8(encoding)(text, true)
    const decoded = Buffer.from(utf8).toString('utf8')
    const isUtf8 = !decoded.includes('\ufffd')
    return { path, text: isUtf8 ? decoded : iconv.decode(Buffer.from(utf8), 'windows-1252') }
  })

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

/** Windows has Big5 without the characters of Hong Kong, which iconv-lite adds to it. */
const iconvName = (codePage: string) => (codePage === 'big5' ? 'cp950' : codePage)

/** The encodings, with the code page that the user names for them. */
const encodings: Readonly<
  Record<string, { readonly codePage?: string; readonly encode: (text: string) => Buffer }>
> = {
  'UTF-8': { encode: (text) => Buffer.from(text) },
  'UTF-8 with BOM': { encode: (text) => Buffer.from(`\ufeff${text}`) },
  'UTF-16LE with BOM': { encode: (text) => Buffer.from(`\ufeff${text}`, 'utf16le') },
  'UTF-16LE': { encode: (text) => Buffer.from(text, 'utf16le') },
  'UTF-16BE with BOM': { encode: (text) => utf16be(`\ufeff${text}`) },
  'UTF-16BE': { encode: utf16be },
  ...Object.fromEntries(
    [
      ...['cp437', 'cp850', 'cp852', 'windows-1250', 'windows-1251', 'windows-1252'],
      ...['windows-1253', 'windows-1254', 'windows-1257', 'ibm866', 'windows-874'],
      ...['shift_jis', 'gbk', 'euc-kr', 'big5'],
    ].map((codePage) => [
      codePage,
      { codePage, encode: (text: string) => iconv.encode(text, iconvName(codePage)) },
    ]),
  ),
}

interface Result {
  readonly observations: string[]
  readonly verdicts: ReadonlyMap<string, string>
  /** Number of inputs and records that the report says were not understood. */
  readonly misses: number
}

async function read(name: string, content: Uint8Array, codePage: string): Promise<Result> {
  const found: FoundInput = {
    kind: 'file',
    location: name,
    path: name,
    bytes: content.length,
    content,
  }
  const engine = new Engine({ rules, evidence: [], thresholds: new Map() })
  const observations: Observation[] = []
  await readCase([found], {
    wanted: createWantedRecords(engine.markers),
    codePage,
    stdin: Readable.from([]),
    onObservation: (observation) => observations.push(observation),
  })
  for (const observation of observations) engine.observe(observation)
  const inputs = observations.flatMap((one) => (one.kind === 'input' ? [one.input] : []))
  return {
    observations: observations
      .filter(({ kind }) => kind !== 'input')
      .map(toText)
      .sort(),
    verdicts: new Map(engine.verdicts().map(({ rule, status }) => [rule, status])),
    misses: inputs.reduce(
      (sum, { status, unreadable }) => sum + unreadable + (status === 'read' ? 0 : 1000),
      0,
    ),
  }
}

const toText = (observation: Observation): string =>
  JSON.stringify(observation, (key, value) => {
    if (key === 'source' || key === 'lines') return undefined
    if (typeof value === 'string') return value.replace(/[\s\u00a0]+/g, ' ').trim()
    return value instanceof Map ? [...value] : value
  })

describe('a document that was carried', () => {
  it('says the same as the plain one, or says that it was not understood', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.constantFrom(...Object.keys(carriers)),
        fc.constantFrom(...Object.keys(encodings)),
        fc.constantFrom('\n', '\r\n'),
        async ({ path, text }, carrier, encoding, lineEnd) => {
          const carry = carriers[carrier] as (lines: Lines) => Lines
          const { encode, codePage = 'windows-1252' } = encodings[
            encoding
          ] as (typeof encodings)['']
          const carried = carry(text.split(/\r\n|\n|\r/)).join(lineEnd)
          const bytes = encode(carried)
          // Not every code page has all characters of the text.
          const isComplete =
            !encoding.startsWith('UTF') && iconv.decode(bytes, iconvName(encoding)) !== carried
          fc.pre(!isComplete)
          const plain = await read(basename(path), Buffer.from(text), codePage)
          const result = await read(basename(path), bytes, codePage)
          if (result.misses <= plain.misses) expect(result.observations).toEqual(plain.observations)
          for (const [rule, verdict] of result.verdicts) {
            // It says that something was not understood.
            if (rule === 'input-mostly-unreadable' && verdict === 'flagged') continue
            expect([plain.verdicts.get(rule), 'not-checked'], rule).toContain(verdict)
          }
        },
      ),
      propertyRuns(200),
    )
  })
})

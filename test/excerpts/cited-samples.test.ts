import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { analyzeCase } from '../../src/analysis/analyze-case.ts'
import { addCitedLines } from '../../src/excerpts/cited-lines.ts'
import { CitedInputs } from '../../src/excerpts/read-citations.ts'
import { DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import { loadTextDecoder } from '../../src/inputs/encoding.ts'
import { findInputs } from '../../src/inputs/find-inputs.ts'
import { recognise } from '../../src/inputs/recognise.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { formatSource, type SourceRef } from '../../src/model/source-ref.ts'
import { removePrivateText } from '../../src/redact/private-text.ts'
import { rules } from '../../src/rules/index.ts'
import { plainBytes } from '../support/samples.ts'

const options = { codePage: 'windows-1252', stdin: Readable.from([]) }

async function analyzeFolder(folder: string) {
  const found = await findInputs([folder], { limits: DEFAULT_ARCHIVE_LIMITS })
  const report = await analyzeCase({
    id: folder,
    found,
    rules,
    thresholds: new Map(),
    givenObservations: [],
    ...options,
  })
  return { found, report }
}

/** All sources of a report that name a place, each once. */
function placesOf(report: CaseReport): SourceRef[] {
  const places = new Map<string, SourceRef>()
  JSON.stringify(report, (key, value) => {
    const sources: readonly SourceRef[] =
      key === 'sources' ? value : key === 'source' ? [value] : []
    for (const source of sources)
      if (source.line !== undefined || source.offset !== undefined)
        places.set(formatSource(source), source)
    return value
  })
  return [...places.values()]
}

const casesBelow = (folder: string) => readdirSync(folder).map((name) => join(folder, name))
const CASES = [
  ...casesBelow('samples/whole'),
  ...casesBelow('samples/rules').flatMap(casesBelow),
  ...casesBelow('samples/evidence').flatMap(casesBelow),
  ...casesBelow('samples/formats'),
]

describe('the evidence of a report', () => {
  it.each(CASES)('is found where %s cites it', async (folder) => {
    const { found, report } = await analyzeFolder(folder)
    const inputs = new CitedInputs(found, { ...options, context: 2 })
    const decode = await loadTextDecoder(options.codePage)
    for (const place of placesOf(report)) {
      const input = found.find(({ path }) => path === place.path)
      if (input === undefined) throw new Error(`no input ${place.path}`)
      const { results } = await inputs.read(input, [place])
      const [result] = results
      if (result === undefined || 'problem' in result)
        throw new Error(`${formatSource(place)} ${result?.problem}`)
      const cited = result.parts.filter(({ isCited }) => isCited)
      expect(cited.length, formatSource(place)).toBe(1)
      const { converted, parser, crLineEnds } = await recognise(input, decode, options.stdin)
      if (converted || parser?.isBinary || crLineEnds || input.kind !== 'file') continue
      const lines = decodeLines(plainBytes(input.location), decode)
      const text = (lines[(place.line ?? 0) - 1] ?? '').replace(/\r$/, '')
      expect(cited[0]?.text, formatSource(place)).toBe(removePrivateText(text))
    }
  })

  it('is left out where the input is larger than the limit', async () => {
    const { found, report } = await analyzeFolder('samples/whole/stuck-on-premises')
    const { citedLines = [] } = await addCitedLines(report, found, options)
    const log = found.find(({ path }) => path.endsWith('Lync-UccApi-0.UccApilog'))
    const isOfLog = ({ path }: { readonly path: string }) => path === log?.path
    expect(citedLines.some(isOfLog)).toBe(true)
    const limited = await addCitedLines(report, found, options, (log?.bytes ?? 0) - 1)
    expect(limited.citedLines).toEqual(citedLines.filter((line) => !isOfLog(line)))
  })

  it.each(casesBelow('samples/whole'))('is a part of the report of %s', async (folder) => {
    const { found, report } = await analyzeFolder(folder)
    const { citedLines = [] } = await addCitedLines(report, found, options)
    expect(citedLines.length).toBeGreaterThan(5)
    const places = new Set(placesOf(report).map(formatSource))
    const decode = await loadTextDecoder(options.codePage)
    for (const { text, ...place } of citedLines) {
      expect(places).toContain(formatSource(place))
      const lines = decodeLines(plainBytes(join(folder, place.path)), decode)
      const line = lines[(place.line ?? 0) - 1]
      const parts = text.split('…').map((part) => part.trim())
      const whole = removePrivateText(line ?? '').replace(/ {2,}/g, ' ')
      for (const part of parts) expect(whole).toContain(part)
    }
  })
})

const decodeLines = (
  bytes: Uint8Array,
  decode: (bytes: Uint8Array, from: number, to: number) => string,
): string[] => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const lines: string[] = []
  for (let at = 0; at <= view.length; ) {
    const feed = view.indexOf(10, at)
    const end = feed < 0 ? view.length : feed
    lines.push(decode(view, at, end))
    at = end + 1
  }
  return lines
}

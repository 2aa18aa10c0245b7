import type { FoundInput } from '../inputs/find-files.ts'
import { defined, when } from '../model/defined.ts'
import type { CaseReport } from '../model/report.ts'
import { type CitedLine, formatSource, type SourceRef } from '../model/source-ref.ts'
import { HIDDEN_LINE } from '../redact/log/private-lines.ts'
import { CitedInputs, type CitedParts, type ReadCitedOptions } from './read-citations.ts'

/**
 * A report has to stay readable.
 * Limit: cited lines of a case.
 * Beyond: further citations have no lines; `show` prints them.
 */
const MAX_LINES = 200
/**
 * Formats show no more places of one text before the reader asks for more.
 * Limit: places of one finding whose lines are shown.
 * Beyond: `show` prints the others.
 */
const MAX_PLACES = 3
/**
 * More does not help a reader.
 * Limit: characters of a cited line.
 * Beyond: the line is cut; `show` prints more.
 */
const MAX_CHARACTERS = 300
/**
 * For JSON alone, a larger input is not read once more for its cited lines, which would double the
 * time of a large log. HTML and `--full` are for people, who want to see the lines.
 * Limit: bytes of an input that is read again for the cited lines of JSON.
 * Beyond: the lines are left out of JSON.
 */
export const MAX_REREAD_BYTES_FOR_JSON = 16 << 20
/** A quoted text or element that is longer is no name. */
const MAX_NAME_CHARACTERS = 100
/** The columns of a tracerpt row that are the same in most rows: all between type and user data. */
const TRACERPT_COLUMNS = /^([^,]*,[^,]*,)(?:[^,]*,){17} ?(?=.)/

/**
 * Adds the lines that a report cites. Reads each input that is cited once more, up to the last
 * cited line. Evidence that is gone, that cannot be read twice, or that has more than `maxBytes`,
 * adds none.
 */
export async function addCitedLines(
  report: CaseReport,
  found: readonly FoundInput[],
  options: Omit<ReadCitedOptions, 'context'>,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<CaseReport> {
  const inputs = new CitedInputs(found, { ...options, context: 0 })
  const byPath = new Map(found.map((input) => [input.path, input]))
  const sources = citedSources(report)
  const texts = new Map<string, string>()
  for (const path of new Set(sources.map((source) => source.path))) {
    const input = byPath.get(path)
    if (input === undefined || (input.kind !== 'file' && input.kind !== 'entry')) continue
    if (input.bytes > maxBytes) continue
    const places = sources.filter((source) => source.path === path)
    const { format, results } = await inputs.read(input, places)
    for (const [index, place] of places.entries()) {
      const text = onlyText(results[index], format)
      if (text !== undefined) texts.set(formatSource(place), text)
    }
  }
  const citedLines = sources.flatMap((source): CitedLine[] => {
    const text = texts.get(formatSource(source))
    const { path, line, record, offset } = source
    return text === undefined ? [] : [{ path, ...defined({ line, record, offset }), text }]
  })
  return { ...report, citedLines }
}

/**
 * The text at a place, with single blanks. Undefined for several records, of which it is unknown
 * which one is cited.
 */
function onlyText(result: CitedParts | undefined, format: string): string | undefined {
  if (result === undefined || 'problem' in result || result.parts.length !== 1) return undefined
  const [part] = result.parts
  const text = part?.text.trim().replace(/ {2,}/g, ' ') ?? ''
  if (text === '' || text === HIDDEN_LINE) return undefined
  const shown = format === 'tracerpt-csv' ? text.replace(TRACERPT_COLUMNS, '$1 … ') : text
  return cutText(shown, part?.isCut ?? false)
}

/**
 * Cuts a text so that no word, quoted name or element is cut: a part of a name would not be
 * recognized as one, and would stay in a redacted report. Undefined if nothing is left.
 */
export function cutText(text: string, isCut: boolean): string | undefined {
  if (text.length <= MAX_CHARACTERS) return isCut ? `${text}…` : text
  let end = MAX_CHARACTERS - 1
  while (end > 0 && !/[\s;,|]/.test(text[end] ?? '')) end -= 1
  const quotes = text.slice(0, end).split('"').length - 1
  const opening = [
    ...when(quotes % 2 === 1, () => [text.lastIndexOf('"', end - 1)]),
    text.lastIndexOf('<', end - 1),
  ]
  for (const at of opening)
    if (at >= end - MAX_NAME_CHARACTERS && text.lastIndexOf('>', end - 1) < at)
      end = Math.min(end, at)
  const start = text.slice(0, Math.max(0, end)).trimEnd()
  return start === '' ? undefined : `${start}…`
}

/** The sources of a report that name a line or record, the most important first, each once. */
function citedSources({
  diagnosis,
  verdicts,
  facts,
  journeys = [],
  timeline,
}: CaseReport): SourceRef[] {
  const flagged = verdicts.filter(({ status }) => status === 'flagged')
  const lists: readonly (readonly SourceRef[])[] = [
    ...(diagnosis?.causes.flatMap(({ because }) => because.map(({ sources }) => sources)) ?? []),
    ...flagged.flatMap(({ findings }) => findings.map(({ sources }) => sources)),
    ...Object.values(facts).map(({ sources }) => sources),
    ...journeys.flatMap(({ steps }) => steps.map(({ source }) => [source])),
    ...(diagnosis?.ruledOut.map(({ sources }) => sources) ?? []),
    ...verdicts.map(({ sources }) => sources),
    ...(timeline?.marks.map(({ source }) => [source]) ?? []),
    ...(timeline?.spooled.map(({ source }) => [source]) ?? []),
  ]
  const places = new Map<string, SourceRef>()
  for (const list of lists)
    for (const source of list.slice(0, MAX_PLACES)) {
      const { line, record, offset } = source
      if (line === undefined && record === undefined && offset === undefined) continue
      if (places.size < MAX_LINES) places.set(formatSource(source), source)
    }
  return [...places.values()]
}

import { defined } from '../model/defined.ts'
import type { CaseReport } from '../model/report.ts'
import { formatSource, type SourceRef } from '../model/source-ref.ts'

/** No quotes are needed around it. */
const PLAIN_WORD = /^[\w./:@#-]+$/
/** Characters that mean something to a shell even inside quotes. */
const SHELL_CHARACTERS = /["`$!%]|[^ -~\u00a0-\u{10ffff}]/u

/** A source with the text of the line that it cites, where the report has it. */
export interface ShownSource extends SourceRef {
  readonly citedText?: string
}

/** A place as text, and the line that is there. */
export interface CitedPlaceText {
  readonly place: string
  readonly citedText?: string | undefined
}

/** Puts the cited lines of a report into its sources, so that each is shown below its place. */
export function withCitedText(report: CaseReport): CaseReport {
  const { citedLines = [] } = report
  if (citedLines.length === 0) return report
  const texts = new Map(
    citedLines.map((line) => [formatSource(line), line.text.replaceAll('\t', ' ')]),
  )
  const cite = (source: SourceRef): ShownSource => {
    const citedText = texts.get(formatSource(source))
    return citedText === undefined ? source : { ...source, citedText }
  }
  const citeAll = <T extends { readonly sources: readonly SourceRef[] }>(value: T): T => ({
    ...value,
    sources: value.sources.map(cite),
  })
  const { diagnosis, facts, verdicts, journeys } = report
  return {
    ...report,
    facts: Object.fromEntries(Object.entries(facts).map(([id, fact]) => [id, citeAll(fact)])),
    verdicts: verdicts.map((verdict) => ({
      ...citeAll(verdict),
      findings: verdict.findings.map(citeAll),
    })),
    ...defined({
      diagnosis: diagnosis && {
        ...diagnosis,
        causes: diagnosis.causes.map((cause) => ({
          ...cause,
          because: cause.because.map(citeAll),
        })),
        ruledOut: diagnosis.ruledOut.map(citeAll),
      },
      journeys: journeys?.map((journey) => ({
        ...journey,
        steps: journey.steps.map((step) => ({ ...step, source: cite(step.source) })),
      })),
    }),
  }
}

/** The places of sources with what is there, each place once. */
export function distinctPlaces(sources: readonly ShownSource[]): readonly CitedPlaceText[] {
  const places = new Map<string, CitedPlaceText>()
  for (const source of sources) {
    const place = formatSource(source)
    if (!places.has(place)) places.set(place, { place, citedText: source.citedText })
  }
  return [...places.values()]
}

/**
 * The command that prints the lines around the first cited line of a report. Undefined without one,
 * and for a redacted report, whose names are not those of the evidence. The case is named as its id
 * is: a folder that was analyzed from elsewhere needs its path.
 */
export function showCommand({ id, citedLines, redaction }: CaseReport): string | undefined {
  const [first] = citedLines ?? []
  if (first === undefined || redaction !== undefined) return undefined
  const [root = id] = id.split('/')
  const place = formatSource(first)
  // The path of a file or archive names it. That of a file in a folder does not name the folder.
  const isWhole = first.path.split(/[\\/]/).includes(root)
  const argument = isWhole ? place : `${root}:${place}`
  if (SHELL_CHARACTERS.test(argument)) return undefined
  return `spoolscope show ${PLAIN_WORD.test(argument) ? argument : `"${argument}"`} -C 5`
}

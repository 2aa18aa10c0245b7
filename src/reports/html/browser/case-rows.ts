interface CaseCause {
  readonly rule: string
  /** Empty when unknown. */
  readonly certainty: string
}

/** A case as the table shows it. Every text has passed `toPrintable`. */
export interface CaseRow {
  readonly bundle: string
  readonly state: string
  readonly causes: readonly CaseCause[]
  /** Symptoms and other flagged rules. */
  readonly otherRules: readonly string[]
  readonly users: readonly string[]
  readonly build: string
  readonly channel: string
  readonly stuck: number
  readonly waiting: string
  readonly collected: string
  readonly headline: string
  /** URL of the page of the case; empty if it has none. */
  readonly page: string
  /** All text of the row in lower case, for searching. */
  readonly text: string
}

/** A row as `fleet/case-rows.ts` wrote it. Numbers are indexes of words. */
type PackedRow = readonly [
  bundle: string,
  state: number,
  causes: readonly (readonly [rule: number, certainty: number])[],
  otherRules: readonly number[],
  users: readonly number[],
  build: number,
  channel: number,
  stuck: number,
  waiting: string,
  collected: string,
  headline: string,
  page: string,
]

/** Reads the rows from the page, and removes their data from it to save memory. */
export function readCaseRows(): CaseRow[] {
  const block = document.getElementById('case-rows')
  if (!block) return []
  const { words, rows } = JSON.parse(block.textContent ?? '') as {
    readonly words: readonly string[]
    readonly rows: readonly PackedRow[]
  }
  const word = (index: number) => words[index] ?? ''
  const caseRows = rows.map((packed): CaseRow => {
    const [bundle, stateWord, packedCauses, otherWords, userWords, ...more] = packed
    const [buildWord, channelWord, stuck, waiting, collected, headline, page] = more
    const state = word(stateWord)
    const causes = packedCauses.map(([rule, certainty]) => ({
      rule: word(rule),
      certainty: word(certainty),
    }))
    const otherRules = otherWords.map(word)
    const users = userWords.map(word)
    const [build, channel] = [word(buildWord), word(channelWord)]
    const text = [
      bundle,
      state,
      ...causes.flatMap(({ rule, certainty }) => [rule, certainty]),
      ...otherRules,
      ...users,
      build,
      channel,
      headline,
    ]
    return {
      bundle,
      state,
      causes,
      otherRules,
      users,
      build,
      channel,
      stuck,
      waiting,
      collected,
      headline,
      page,
      text: text.join('\n').toLowerCase(),
    }
  })
  block.remove()
  return caseRows
}

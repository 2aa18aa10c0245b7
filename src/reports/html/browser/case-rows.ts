/** A case as the table shows it. Every text has passed `toPrintable`. */
export interface CaseRow {
  /** In the order of the columns of the table. */
  readonly cells: readonly (string | number)[]
  readonly causes: readonly string[]
  readonly headline: string
  /** URL of the page of the case; empty if it has none. */
  readonly page: string
  /** All text of the row in lower case, for searching. */
  readonly text: string
}

/** Indexes of columns that are filtered or sorted by. */
export const COLUMNS = { bundle: 0, state: 1, channel: 5 } as const

/** A row as `fleet/case-rows.ts` wrote it. */
type PackedRow = readonly [
  bundle: string,
  state: number,
  causes: readonly number[],
  users: number,
  build: number,
  channel: number,
  stuck: number,
  oldest: string,
  asOf: string,
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
  const caseRows = rows.map((row): CaseRow => {
    const [
      bundle,
      state,
      causeIndexes,
      users,
      build,
      channel,
      stuck,
      oldest,
      asOf,
      headline,
      page,
    ] = row
    const causes = causeIndexes.map(word)
    const texts = [word(users), word(build), word(channel)]
    return {
      cells: [bundle, word(state), causes.length, ...texts, stuck, oldest, asOf],
      causes,
      headline,
      page,
      text: [bundle, word(state), ...causes, ...texts, headline].join('\n').toLowerCase(),
    }
  })
  block.remove()
  return caseRows
}

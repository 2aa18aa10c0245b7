/** A case as the table shows it; every text is printable already. */
export interface Row {
  readonly cells: readonly (string | number)[]
  readonly causes: readonly string[]
  readonly says: string
  readonly page: string
  /** All of it in lower case, to be searched. */
  readonly text: string
}

/** Columns, as the table has them. */
export const [BUNDLE, SUM, CHANNEL] = [0, 1, 5] as const

type Packed = readonly [
  string,
  number,
  readonly number[],
  number,
  number,
  number,
  number,
  string,
  string,
  string,
  string,
]

/** The rows that `fleet/case-rows.ts` put into the page. */
export function readRows(): Row[] {
  const block = document.getElementById('case-rows')
  if (!block) return []
  const { words, rows } = JSON.parse(block.textContent ?? '') as {
    readonly words: readonly string[]
    readonly rows: readonly Packed[]
  }
  const word = (number: number) => words[number] ?? ''
  const all = rows.map(
    ([bundle, sum, causes, users, build, channel, stuck, oldest, asOf, says, page]): Row => {
      const rules = causes.map(word)
      const cells = [
        bundle,
        word(sum),
        rules.length,
        word(users),
        word(build),
        word(channel),
        stuck,
        oldest,
        asOf,
      ]
      const text =
        `${bundle}\n${cells[SUM]}\n${rules.join('\n')}\n${cells[3]}\n${cells[4]}\n${cells[5]}\n${says}`.toLowerCase()
      return { cells, causes: rules, says, page, text }
    },
  )
  block.remove()
  return all
}

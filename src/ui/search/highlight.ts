import { addStyle, type Line, type Span, span } from '../span.ts'

const SPECIAL = /[.*+?^${}()|[\]\\]/g

/** Marks every occurrence of a text in a line. Upper and lower case are alike. */
export function highlightText(line: Line, query: string): Line {
  if (query === '') return line
  const whole = line.map(({ text }) => text).join('')
  const matches = [...whole.matchAll(new RegExp(query.replace(SPECIAL, '\\$&'), 'giu'))]
  if (matches.length === 0) return line
  const isMatched = (from: number, to: number) =>
    matches.some(({ index, 0: { length } }) => from >= index && to <= index + length)
  const edges = matches.flatMap(({ index, 0: { length } }) => [index, index + length])
  let start = 0
  return line.flatMap((piece) => {
    const end = start + piece.text.length
    const from = start
    start = end
    const cuts = [from, ...edges.filter((edge) => edge > from && edge < end), end]
    if (cuts.length === 2 && !isMatched(from, end)) return [piece]
    return cuts.slice(1).flatMap((cut, index) => {
      const cutStart = cuts[index] ?? from
      const part: Span = span(whole.slice(cutStart, cut), ...piece.style)
      return isMatched(cutStart, cut) ? addStyle([part], 'bold', 'underline') : [part]
    })
  })
}

/** Whether a line contains the text. */
export const containsText = (line: Line, query: string): boolean =>
  line
    .map(({ text }) => text)
    .join('')
    .toLowerCase()
    .includes(query.toLowerCase())

import type { LiveView } from '../model/live-view.ts'
import { ends, shown } from '../reports/table-facts.ts'
import { wrapped, wrappedPath } from '../terminal/layout.ts'
import {
  detailOfEvent,
  detailOfGap,
  detailOfItem,
  detailOfJourney,
  detailOfVerdict,
  type Part,
} from './detail-parts.ts'
import type { ListPane } from './pane.ts'
import { type Line, piecesOf, safe, span } from './span.ts'
import { selectedRow, type ViewState } from './view-state.ts'

const NOTHING: readonly Part[] = [{ text: 'Nothing is selected.', style: ['dim'] }]

/** All there is to say about what is selected. */
export function detailParts(state: ViewState, view: LiveView): readonly Part[] {
  const of = <Of extends ListPane>(pane: Of) => selectedRow(pane, state, view)?.entry
  switch (state.about) {
    case 'spool': {
      const item = of('spool')
      // With nothing in the spool the worst verdict is the most that there is to say.
      const verdict = item === undefined ? of('verdicts') : undefined
      return item ? detailOfItem(item, view) : verdict ? detailOfVerdict(verdict, view) : NOTHING
    }
    case 'verdicts': {
      const verdict = of('verdicts')
      return verdict ? detailOfVerdict(verdict, view) : NOTHING
    }
    case 'journey': {
      const journey = of('journey')
      return journey ? detailOfJourney(journey) : NOTHING
    }
    case 'events': {
      const event = of('events')
      return event ? detailOfEvent(event, view) : NOTHING
    }
    case 'not-checked': {
      const entry = of('not-checked')
      return entry ? detailOfGap(entry) : NOTHING
    }
  }
}

/** The commands among them, each once. */
export const commandsOf = (parts: readonly Part[]): readonly string[] => [
  ...new Set(parts.flatMap((part) => (part.kind === 'command' ? [part.text] : []))),
]

export const detailLines = (parts: readonly Part[], width: number): readonly Line[] =>
  parts.flatMap((part) => partLines(part, width))

function partLines(
  { kind = 'text', text, indent = 0, mark = '', style = [] }: Part,
  width: number,
): Line[] {
  if (text === '') return [[]]
  const room = Math.max(width - indent, 8)
  const pad = ' '.repeat(indent)
  if (kind === 'command')
    return piecesOf(safe(text), room).map((piece) => [span(`${pad}${piece}`, 'cyan')])
  const lines =
    kind === 'path'
      ? wrappedPath(ends(safe(text)), width, indent)
      : wrapped(shown(safe(text)), width, { indent, mark })
  return lines.map((line) => [span(line, ...style)])
}

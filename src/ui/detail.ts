import type { LiveView } from '../model/live-view.ts'
import { wrapPath, wrapText } from '../terminal/layout.ts'
import { safeText, shortenPath } from '../terminal/safe-text.ts'
import {
  type DetailPart,
  detailOfEvent,
  detailOfItem,
  detailOfJourney,
  detailOfUncheckedEntry,
  detailOfVerdict,
} from './detail-parts.ts'
import type { ListPane } from './pane.ts'
import { type Line, span, splitByWidth, visibleText } from './span.ts'
import { selectedRow, type ViewState } from './view-state.ts'

const NOTHING_SELECTED: readonly DetailPart[] = [{ text: 'Nothing is selected.', style: ['dim'] }]

/** All there is to say about what is selected. */
export function detailParts(state: ViewState, view: LiveView): readonly DetailPart[] {
  const of = <Of extends ListPane>(pane: Of) => selectedRow(pane, state, view)?.entry
  switch (state.activeList) {
    case 'spool': {
      const item = of('spool')
      // With nothing in the spool the worst verdict is the most that there is to say.
      const verdict = item === undefined ? of('verdicts') : undefined
      return item
        ? detailOfItem(item, view)
        : verdict
          ? detailOfVerdict(verdict, view)
          : NOTHING_SELECTED
    }
    case 'verdicts': {
      const verdict = of('verdicts')
      return verdict ? detailOfVerdict(verdict, view) : NOTHING_SELECTED
    }
    case 'journey': {
      const journey = of('journey')
      return journey ? detailOfJourney(journey) : NOTHING_SELECTED
    }
    case 'events': {
      const event = of('events')
      return event ? detailOfEvent(event, view) : NOTHING_SELECTED
    }
    case 'not-checked': {
      const entry = of('not-checked')
      return entry ? detailOfUncheckedEntry(entry) : NOTHING_SELECTED
    }
  }
}

/** The commands among them, each once. */
export const commandsOf = (parts: readonly DetailPart[]): readonly string[] => [
  ...new Set(parts.flatMap((part) => (part.kind === 'command' ? [part.text] : []))),
]

export const detailLines = (parts: readonly DetailPart[], width: number): readonly Line[] =>
  parts.flatMap((part) => partLines(part, width))

function partLines(
  { kind = 'text', text, indent = 0, mark = '', style = [] }: DetailPart,
  width: number,
): Line[] {
  if (text === '') return [[]]
  const room = Math.max(width - indent, 8)
  const pad = ' '.repeat(indent)
  if (kind === 'command')
    return splitByWidth(visibleText(text), room).map((piece) => [span(`${pad}${piece}`, 'cyan')])
  const lines =
    kind === 'path'
      ? wrapPath(shortenPath(visibleText(text)), width, indent)
      : wrapText(safeText(visibleText(text)), width, { indent, marker: mark })
  return lines.map((line) => [span(line, ...style)])
}

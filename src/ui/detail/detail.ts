import type { LiveView } from '../../model/live-view.ts'
import { wrapPath, wrapText } from '../../terminal/plain-text.ts'
import { safeText, shortenPath } from '../../terminal/safe-text.ts'
import type { ListPane } from '../pane.ts'
import { selectedRow } from '../selection.ts'
import { type Line, span, splitByWidth, visibleText } from '../span.ts'
import type { ViewState } from '../view-state.ts'
import type { DetailPart } from './detail-part.ts'
import { detailOfEntry } from './entry-detail.ts'

const NOTHING_SELECTED: readonly DetailPart[] = [{ text: 'Nothing is selected.', style: ['dim'] }]

/** Describes the selected entry of the active list. */
export function detailParts(state: ViewState, view: LiveView): readonly DetailPart[] {
  return selectedEntryParts(state, view) ?? NOTHING_SELECTED
}

function selectedEntryParts(state: ViewState, view: LiveView): readonly DetailPart[] | undefined {
  const partsOf = (pane: ListPane) => {
    const entry = selectedRow(pane, state, view)?.entry
    return entry && detailOfEntry(pane, entry, view)
  }
  // The selected verdict says the most while the spool is empty.
  return (
    partsOf(state.activeList) ?? (state.activeList === 'spool' ? partsOf('verdicts') : undefined)
  )
}

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
      : wrapText(String(safeText(visibleText(text))), width, { indent, marker: mark })
  return lines.map((line) => [span(line, ...style)])
}

import { formatCount } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { toPrintable } from '../model/text/printable.ts'
import { detailParts } from './detail/detail.ts'
import { commandsOf, detailText } from './detail/detail-part.ts'
import type { DiagnosisEntry } from './diagnosis/diagnosis-entries.ts'
import { LISTS } from './lists.ts'
import { selectedCommandIndex } from './overlay.ts'
import { selectedRow } from './selection.ts'
import type { CopiedText, ViewState } from './view-state.ts'

/**
 * Returns what `y` copies: the selected command, the commands of the selected step, the selected
 * line, or the text of the detail. Its control characters are made visible, so pasting it does
 * nothing but insert text. Returns undefined if nothing is selected.
 */
export function textToCopy(state: ViewState, view: LiveView): CopiedText | undefined {
  const parts = detailParts(state, view)
  if (state.overlay === 'commands') {
    const commands = commandsOf(parts)
    const command = commands[selectedCommandIndex(commands.length, state, view)]
    return command === undefined ? undefined : copied([command], 'the command')
  }
  if (state.overlay === 'detail' || state.pane === 'detail')
    return copied(detailText(parts).split('\n'), 'the detail')
  const row = selectedRow(state.activeList, state, view)
  if (row === undefined) return undefined
  if (state.activeList === 'diagnosis') {
    const commands = commandsOfStep(row.entry as DiagnosisEntry)
    if (commands.length > 0)
      return copied(
        commands,
        commands.length === 1 ? 'the command' : formatCount(commands.length, 'command'),
      )
  }
  return copied([LISTS[state.activeList].textOf(row.entry as never, view)], 'the line')
}

function commandsOfStep(entry: DiagnosisEntry): readonly string[] {
  if (entry.kind === 'action') return entry.action.commands
  return entry.kind === 'collect' ? entry.evidence.commands : []
}

const copied = (lines: readonly string[], label: string): CopiedText => ({
  text: lines.map(toPrintable).join('\n'),
  label,
})

import type { Parser } from '../../model/parser.ts'
import { wholeText } from '../shared/whole-text.ts'
import { headOutput } from './head-output.ts'
import { emitOutput, firstKnown, recogniseOutput } from './interpret.ts'
import { textOutput } from './text-output.ts'

/** Format-Table output, and whatever else of PowerShell's is pasted behind it. */
export const powershellTable: Parser = {
  format: 'powershell-table',
  title: 'PowerShell output (Format-Table)',
  log: false,
  recognise(head) {
    const output = headOutput(head)
    return firstKnown(output.tables) < firstKnown(output.lists)
      ? recogniseOutput(output)
      : undefined
  },
  open: (context) => wholeText(context, (text) => emitOutput(textOutput(text), context)),
}

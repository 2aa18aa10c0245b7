import type { Parser } from '../../model/parser.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { parseHeadOutput } from './head-output.ts'
import { emitOutput, firstKnownLine, recogniseOutput } from './interpret-output.ts'
import { parseTextOutput } from './text-output.ts'

/** Format-Table output, with any other PowerShell output pasted after it. */
export const powershellTable: Parser = {
  format: 'powershell-table',
  title: 'PowerShell output (Format-Table)',
  isLog: false,
  recognise(head) {
    const output = parseHeadOutput(head)
    return firstKnownLine(output.tables) < firstKnownLine(output.lists)
      ? recogniseOutput(output)
      : undefined
  },
  open: (context) => readWholeText(context, (text) => emitOutput(parseTextOutput(text), context)),
}

import type { Parser } from '../../model/parser.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { parseHeadOutput } from './head-output.ts'
import { emitOutput, firstKnownLine, recogniseOutput } from './interpret-output.ts'
import { parseTextOutput } from './text-output.ts'

/**
 * Format-List output, with any other PowerShell output pasted after it. Also version lines and
 * errors for unknown commands on their own.
 */
export const powershellList: Parser = {
  format: 'powershell-list',
  title: 'PowerShell output (Format-List)',
  isLog: false,
  recognise(head) {
    const output = parseHeadOutput(head)
    return firstKnownLine(output.tables) < firstKnownLine(output.lists)
      ? undefined
      : recogniseOutput(output)
  },
  open: (context) => readWholeText(context, (text) => emitOutput(parseTextOutput(text), context)),
}

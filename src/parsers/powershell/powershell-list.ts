import type { Parser } from '../../model/parser.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { parseHeadOutput } from './head-output.ts'
import { emitOutput, firstKnownLine, recogniseOutput } from './interpret-output.ts'
import { parseTextOutput } from './text-output.ts'

/**
 * Format-List output, and whatever else of PowerShell's is pasted with it; also version sentences
 * and unknown commands by themselves.
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

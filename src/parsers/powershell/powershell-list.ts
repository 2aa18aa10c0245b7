import type { Parser } from '../../model/parser.ts'
import { wholeText } from '../shared/whole-text.ts'
import { headOutput } from './head-output.ts'
import { emitOutput, firstKnown, recogniseOutput } from './interpret.ts'
import { textOutput } from './text-output.ts'

/**
 * Format-List output, and whatever else of PowerShell's is pasted with it; also version sentences
 * and unknown commands by themselves.
 */
export const powershellList: Parser = {
  format: 'powershell-list',
  title: 'PowerShell output (Format-List)',
  log: false,
  recognise(head) {
    const output = headOutput(head)
    return firstKnown(output.tables) < firstKnown(output.lists)
      ? undefined
      : recogniseOutput(output)
  },
  open: (context) => wholeText(context, (text) => emitOutput(textOutput(text), context)),
}

import type { Parser } from '../../model/parser.ts'
import { parseHeadOutput } from '../powershell/head-output.ts'
import { emitOutput, firstKnownLine, recogniseOutput } from '../powershell/interpret-output.ts'
import { parseTextOutput } from '../powershell/text-output.ts'
import { readWholeText } from '../shared/read-whole-text.ts'

/** Output of `reg query`, with any PowerShell output pasted after it. */
export const registryQuery: Parser = {
  format: 'registry-query',
  title: 'registry values (reg query)',
  isLog: false,
  recognise(head) {
    const output = parseHeadOutput(head)
    const [first] = output.registryValues ?? []
    return first && first.line < firstKnownLine(output.objects)
      ? recogniseOutput(output)
      : undefined
  },
  open: (context) => readWholeText(context, (text) => emitOutput(parseTextOutput(text), context)),
}

import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { findRule } from '../cli/options/rule-values.ts'
import { UsageError } from '../model/usage-error.ts'
import { STANDARD_OUTPUT } from '../output/output-file.ts'
import { rulePage } from '../reports/rules/rule-page.ts'
import type { TextStyle } from '../terminal/layout.ts'
import { joinTexts } from '../terminal/terminal-text.ts'
import { writeText } from './write-text.ts'

/** `spoolscope explain <rule…>`: shows all about rules. */
export async function explain(
  { operands, options }: CommandLine<'explain'>,
  ctx: CommandContext,
): Promise<ExitCode> {
  if (operands.length === 0)
    throw new UsageError(
      'Which rule? See spoolscope rules for all. ' +
        'Example: spoolscope explain client-build-too-old',
    )
  const explained = operands.map(findRule)
  const render = (style: TextStyle) =>
    joinTexts(
      explained.map((rule) => rulePage(rule, style)),
      '\n',
    )
  await writeText(STANDARD_OUTPUT, render, options, ctx)
  return 0
}

import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { findRule } from '../cli/options/rule-values.ts'
import { UsageError } from '../model/usage-error.ts'
import { rulePage } from '../reports/rules/rule-page.ts'
import { detectTextStyle } from '../terminal/detect-text-style.ts'
import { joinTexts } from '../terminal/terminal-text.ts'

/** `spoolscope explain <rule…>`: shows all about rules. */
export async function explain(
  { operands, options }: CommandLine<'explain'>,
  { stdout, env }: CommandContext,
): Promise<ExitCode> {
  if (operands.length === 0)
    throw new UsageError(
      'Which rule? See spoolscope rules for all. ' +
        'Example: spoolscope explain client-build-too-old',
    )
  const style = detectTextStyle(stdout, env, options['no-color'])
  const pages = operands.map((id) => rulePage(findRule(id), style))
  stdout.write(joinTexts(pages, '\n'))
  return 0
}

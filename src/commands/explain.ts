import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { UsageError } from '../model/usage-error.ts'
import { rulePage } from '../reports/rules/rule-page.ts'
import { rules } from '../rules/index.ts'
import { findRule } from '../settings/choose-rules.ts'
import { detectTextStyle } from '../terminal/detect-text-style.ts'

/** `spoolscope explain <rule…>`: all about a rule. */
export async function explain(
  { operands, options }: CommandLine,
  { stdout, env }: CommandContext,
): Promise<ExitCode> {
  if (operands.length === 0)
    throw new UsageError(
      'Which rule? See spoolscope rules for all. Example: spoolscope explain client-build-too-old',
    )
  const look = detectTextStyle(stdout, env, options['no-color'] === true)
  const pages = operands.map((id) => rulePage(findRule(id, rules), look))
  stdout.write(pages.join('\n'))
  return 0
}

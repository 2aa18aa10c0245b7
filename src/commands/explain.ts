import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandLine } from '../cli/command-line.ts'
import type { Surroundings } from '../cli/surroundings.ts'
import { UsageError } from '../model/usage-error.ts'
import { rulePage } from '../reports/rule-page.ts'
import { rules } from '../rules/index.ts'
import { ruleOf } from '../settings/choose-rules.ts'
import { lookOf } from '../terminal/terminal.ts'

/** `spoolscope explain <rule…>`: all about a rule. */
export async function explain(
  { operands, options }: CommandLine,
  { stdout, env }: Surroundings,
): Promise<ExitCode> {
  if (operands.length === 0)
    throw new UsageError(
      'Which rule? See spoolscope rules for all. Example: spoolscope explain client-build-too-old',
    )
  const look = lookOf(stdout, env, options['no-color'] === true)
  const pages = operands.map((id) => rulePage(ruleOf(id, rules), look))
  stdout.write(pages.join('\n'))
  return 0
}

import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { UsageError } from '../model/usage-error.ts'
import { jsonText } from '../reports/json.ts'
import { rulesJson } from '../reports/rules/rules-json.ts'
import { rulesTable } from '../reports/rules/rules-table.ts'
import { rules as all } from '../rules/index.ts'
import { choice } from '../settings/given.ts'
import { detectTextStyle } from '../terminal/detect-text-style.ts'

/** `spoolscope rules`: what is checked. */
export async function rules(
  { operands, options }: CommandLine,
  { stdout, env }: CommandContext,
): Promise<ExitCode> {
  if (operands.length > 0)
    throw new UsageError(
      `rules takes nothing behind it. For one rule: spoolscope explain ${operands[0]}`,
    )
  const format = choice(options, 'format', ['table', 'json'], 'table')
  const look = detectTextStyle(stdout, env, options['no-color'] === true)
  stdout.write(format === 'json' ? jsonText(rulesJson(all)) : rulesTable(all, look))
  return 0
}

import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandLine } from '../cli/command-line.ts'
import type { Surroundings } from '../cli/surroundings.ts'
import { UsageError } from '../model/usage-error.ts'
import { jsonText } from '../reports/json.ts'
import { ruleList } from '../reports/rule-list.ts'
import { rulesTable } from '../reports/rules-table.ts'
import { rules as all } from '../rules/index.ts'
import { choice } from '../settings/given.ts'
import { lookOf } from '../terminal/terminal.ts'

/** `spoolscope rules`: what is checked. */
export async function rules(
  { operands, options }: CommandLine,
  { stdout, env }: Surroundings,
): Promise<ExitCode> {
  if (operands.length > 0)
    throw new UsageError(
      `rules takes nothing behind it. For one rule: spoolscope explain ${operands[0]}`,
    )
  const format = choice(options, 'format', ['table', 'json'], 'table')
  const look = lookOf(stdout, env, options['no-color'] === true)
  stdout.write(format === 'json' ? jsonText(ruleList(all)) : rulesTable(all, look))
  return 0
}

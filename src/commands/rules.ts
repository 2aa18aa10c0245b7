import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { UsageError } from '../model/usage-error.ts'
import { jsonText } from '../reports/json.ts'
import { rulesJson } from '../reports/rules/rules-json.ts'
import { rulesTable } from '../reports/rules/rules-table.ts'
import { rules as allRules } from '../rules/index.ts'
import { detectTextStyle } from '../terminal/detect-text-style.ts'

/** `spoolscope rules`: lists all rules. */
export async function rules(
  { operands, options }: CommandLine<'rules'>,
  { stdout, env }: CommandContext,
): Promise<ExitCode> {
  if (operands.length > 0)
    throw new UsageError(`rules takes no operands. For one rule: spoolscope explain ${operands[0]}`)
  const style = detectTextStyle(stdout, env, options['no-color'])
  if (options.format === 'json') stdout.writeData(jsonText(rulesJson(allRules)))
  else stdout.write(rulesTable(allRules, style))
  return 0
}

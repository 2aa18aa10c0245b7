import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { UsageError } from '../model/usage-error.ts'
import { STANDARD_OUTPUT } from '../output/output-file.ts'
import { jsonText } from '../reports/json.ts'
import { rulesJson } from '../reports/rules/rules-json.ts'
import { rulesTable } from '../reports/rules/rules-table.ts'
import { rules as allRules } from '../rules/index.ts'
import type { TextStyle } from '../terminal/layout.ts'
import { writeText } from './write-text.ts'

/** `spoolscope rules`: lists all rules. */
export async function rules(
  { operands, options }: CommandLine<'rules'>,
  ctx: CommandContext,
): Promise<ExitCode> {
  if (operands.length > 0)
    throw new UsageError(`rules takes no operands. For one rule: spoolscope explain ${operands[0]}`)
  const render = (style: TextStyle) =>
    options.format === 'json' ? jsonText(rulesJson(allRules)) : rulesTable(allRules, style)
  await writeText(STANDARD_OUTPUT, render, options, ctx)
  return 0
}

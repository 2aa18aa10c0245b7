import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import type { Configuration, ValueInForce } from '../cli/config/apply-configs.ts'
import { configOptions } from '../cli/options/config-options.ts'
import type { OptionDefinitions } from '../cli/options/define-option.ts'
import type { ConfigurationInForce, ConfiguredValue } from '../model/configuration.ts'
import { defined } from '../model/defined.ts'
import { UsageError } from '../model/usage-error.ts'
import { STANDARD_OUTPUT } from '../output/output-file.ts'
import { configCheckText, configProblemText, configTable } from '../reports/config/config-table.ts'
import { jsonText } from '../reports/json.ts'
import type { TextStyle } from '../terminal/layout.ts'
import { joinLines } from '../terminal/terminal-text.ts'
import { writeText } from './write-text.ts'

const NOTHING: Configuration = { options: {}, files: [], values: [] }

/** `spoolscope config`: shows the options that are in force, and where they come from. */
export async function config(
  { operands, options, configuration = NOTHING }: CommandLine<'config'>,
  ctx: CommandContext,
): Promise<ExitCode> {
  if (operands.length > 0)
    throw new UsageError(
      `config takes no operands. To read one file: spoolscope config --config ${operands[0]}`,
    )
  const inForce = describeConfiguration(configuration, ctx.version)
  const problems = inForce.files.flatMap(({ path, problems: found }) =>
    found.map((problem) => configProblemText(path, problem)),
  )
  const render = (style: TextStyle) => {
    if (options.format === 'json') return jsonText(inForce)
    return options.check ? configCheckText(inForce, style) : configTable(inForce, style)
  }
  if (problems.length === 0 || options.format === 'json')
    await writeText(STANDARD_OUTPUT, render, options, ctx)
  if (problems.length === 0) return 0
  ctx.stderr.write(joinLines(problems.map((text) => `spoolscope: ${text}`)))
  return 2
}

/** All options that configurations can set: the values in force, else the defaults. */
function describeConfiguration(
  { files, values }: Configuration,
  version: string,
): ConfigurationInForce {
  const definitions: OptionDefinitions = configOptions
  const options = Object.entries(definitions)
    .filter(([, { config }]) => config !== undefined)
    .flatMap(([option, { defaultText, placeholder }]): ConfiguredValue[] => {
      const set = values.filter((value) => value.option === option)
      if (set.length > 0) return set.map(toConfiguredValue)
      const value = placeholder === undefined ? false : (defaultText ?? null)
      return [{ option, value, from: { kind: 'default' } }]
    })
  return {
    schemaVersion: 1,
    tool: { name: 'spoolscope', version },
    files: files.map(({ path, kind, refused, options: set, problems }) => ({
      path,
      kind,
      isUsed: refused === undefined && problems.length === 0,
      ...defined({ reason: refused }),
      options: set,
      problems,
    })),
    options,
  }
}

const toConfiguredValue = ({ option, text, source }: ValueInForce): ConfiguredValue => ({
  option,
  value: text ?? true,
  from: { kind: source.kind, ...defined({ path: source.file, line: source.line }) },
})

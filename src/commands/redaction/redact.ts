import { toArchiveLimits, toFindOptions } from '../../analysis/analysis-settings.ts'
import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { findInputs } from '../../inputs/find-inputs.ts'
import { defined } from '../../model/defined.ts'
import { UsageError } from '../../model/usage-error.ts'
import { isSingleFile } from '../../share/shared-inputs.ts'
import { redactCase } from './redact-case.ts'
import { redactLog } from './redact-log.ts'
import { resolveRedaction } from './redaction-settings.ts'
import { rejectUnreadable } from './reject-unreadable.ts'

/** `spoolscope redact`: copies a log, or a whole case, without names and message texts. */
export async function redact(
  { operands, options }: CommandLine<'redact'>,
  ctx: CommandContext,
): Promise<ExitCode> {
  const { paths, output } = splitOperands(operands, options.output)
  for (const path of paths) if (path !== '-') rejectUnreadable(path, options['follow-links'])
  const settings = resolveRedaction(options)
  const found = await findInputs(paths, {
    limits: toArchiveLimits(options),
    ...toFindOptions(options),
    ...defined({ stdin: paths.includes('-') ? ctx.stdin : undefined }),
  })
  const [first] = found
  if (first && isSingleFile(paths, found) && !output.toLowerCase().endsWith('.zip'))
    await redactLog(first, output, settings, options.quiet, ctx)
  else await redactCase(paths, found, output, settings, options, ctx)
  return 0
}

/** Without --output, the second of two operands is the output. */
function splitOperands(
  operands: readonly string[],
  output: string | undefined,
): { readonly paths: readonly string[]; readonly output: string } {
  const [from, to, ...others] = operands
  if (output !== undefined && from !== undefined) return { paths: operands, output }
  if (output === undefined && from !== undefined && to !== undefined && others.length === 0)
    return { paths: [from], output: to }
  throw new UsageError(
    'redact takes what to redact, and where to write it: ' +
      'spoolscope redact PC-0142.zip --output for-vendor.zip',
  )
}

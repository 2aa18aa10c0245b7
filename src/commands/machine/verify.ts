import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { verifyBundle } from '../../collect/verify-bundle.ts'
import { when } from '../../model/defined.ts'
import { formatCount, formatNumber } from '../../model/duration.ts'
import { formatMoment, parseIsoTime } from '../../model/moment.ts'
import { UsageError } from '../../model/usage-error.ts'
import { joinLines } from '../../terminal/terminal-text.ts'

/** `spoolscope verify`: says whether a bundle is as it was collected. */
export async function verify(
  { operands, options }: CommandLine<'verify'>,
  { stdout }: CommandContext,
): Promise<ExitCode> {
  const [path, ...others] = operands
  if (path === undefined || others.length > 0)
    throw new UsageError('verify takes one bundle: spoolscope verify PC-0142.zip')
  const { problems, omittedCount, unchangedCount, fingerprint, manifest } = await verifyBundle(path)
  const verb = manifest.collectedAt === undefined ? 'packed' : 'collected'
  const expected = options.fingerprint
  const isOther = expected !== undefined && expected !== fingerprint
  const { collectedAt } = manifest
  const at = parseIsoTime(collectedAt ?? '')
  const collected = at === undefined ? collectedAt : formatMoment(at)
  const machine = typeof manifest.machine === 'string' ? ` from ${manifest.machine}` : ''
  const lines = [
    `${path}: ${collected === undefined ? 'packed' : `collected ${collected}`}${machine}`,
    ...problems,
    ...when(omittedCount > 0, () => [`and ${formatNumber(omittedCount)} more`]),
    ...when(isOther, () => [
      `The manifest has another fingerprint than ${expected}: it was changed`,
    ]),
    `Fingerprint ${fingerprint}`,
    problems.length > 0 || isOther
      ? `Changed since it was ${verb}. ${formatCount(unchangedCount, 'file')} unchanged.`
      : `Unchanged: all ${formatCount(unchangedCount, 'file')} are as the manifest says.`,
    ...when(expected === undefined && problems.length === 0, () => [
      'Whether the manifest is unchanged shows its fingerprint: compare it with what ' +
        'collect or pack printed.',
    ]),
  ]
  stdout.write(joinLines(lines))
  return problems.length > 0 || isOther ? 1 : 0
}

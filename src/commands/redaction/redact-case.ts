import { resolve } from 'node:path'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { startProgress } from '../../cli/progress.ts'
import { onStopSignal } from '../../cli/signal-guard.ts'
import type { FoundInput } from '../../inputs/find-files.ts'
import { defined, present, when } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import { UsageError } from '../../model/usage-error.ts'
import type { EntryWriter } from '../../output/entry-writer.ts'
import { STANDARD_OUTPUT } from '../../output/output-file.ts'
import { RedactedCopies } from '../../redact/redacted-copies.ts'
import type { LeftOut } from '../../share/left-out.ts'
import { redactInputs } from '../../share/redact-inputs.ts'
import { caseNamesOf, toSharedInputs } from '../../share/shared-inputs.ts'
import { isTerminal } from '../../terminal/detect-text-style.ts'
import { joinLines, terminal } from '../../terminal/terminal-text.ts'
import { defaultMapPath, openCopy, rejectMapPath } from './copy-output.ts'
import { leftOutLines, mapLine } from './left-out-lines.ts'
import { NOT_COVERED_NOTE } from './not-covered-note.ts'
import type { RedactionSettings } from './redaction-settings.ts'
import { describeReplaced, openTokens } from './redaction-tokens.ts'

/** Copies the inputs of a case into a folder or a zip, without names and message texts. */
export async function redactCase(
  paths: readonly string[],
  found: readonly FoundInput[],
  output: string,
  given: RedactionSettings,
  options: CommandLine<'redact'>['options'],
  ctx: CommandContext,
): Promise<void> {
  const { stdout, stderr, env } = ctx
  const settings = { ...given, ...defined({ map: given.map ?? defaultMapPath(output) }) }
  rejectMapPath(settings.map, output, found)
  let writer: EntryWriter | undefined
  const redaction = openTokens(settings)
  const discard = () => {
    writer?.discard()
    redaction.map?.discard()
  }
  const endSignals = onStopSignal(discard)
  const total = found.reduce((sum, { bytes }) => sum + 2 * bytes, 0)
  const progress = startProgress(stderr, total, isTerminal(stderr, env) && !options.quiet)
  try {
    writer = openCopy(output, found, stdout.raw)
    const copies = new RedactedCopies(redaction.tokens, redaction.shift)
    const result = await redactInputs(toSharedInputs(paths, found), writer, {
      copies,
      caseNames: caseNamesOf(paths),
      codePage: options['code-page'],
      privateFiles: present([settings.map, options['redact-key']]).map((path) => resolve(path)),
      folder: '',
      onBytes: progress.add,
      onInput: options.verbose
        ? (path, how) => stderr.write(terminal`  ${path}: ${how}\n`)
        : undefined,
    }).finally(progress.end)
    if (result.fileCount === 0 && result.leftOut.spools.length === 0)
      throw nothingToPassOn(result.leftOut)
    await writer.commit()
    if (options.quiet) return
    stderr.write(
      joinLines([
        `${formatCount(result.fileCount, 'file')} redacted: ${describeReplaced(redaction.tokens)}`,
        ...leftOutLines(result.leftOut, result.listName),
        ...when(output !== STANDARD_OUTPUT, () => [`Written to ${output}`]),
        ...present([mapLine(settings.map)]),
        ...NOT_COVERED_NOTE,
      ]),
    )
  } catch (error) {
    discard()
    throw error
  } finally {
    endSignals()
    redaction.map?.close()
  }
}

const nothingToPassOn = ({ items }: LeftOut): UsageError => {
  const [first] = items
  return new UsageError(
    first === undefined
      ? 'There is nothing to redact: no file was found. Check the path.'
      : `Nothing could be redacted. ${first.path}: ${first.reason}.`,
  )
}

import { setImmediate } from 'node:timers/promises'
import type { CommandContext } from '../../cli/command-context.ts'
import { onStopSignal } from '../../cli/signal-guard.ts'
import type { FoundInput } from '../../inputs/find-files.ts'
import { openInputOrStream } from '../../inputs/open-input.ts'
import { present } from '../../model/defined.ts'
import { UsageError } from '../../model/usage-error.ts'
import { OutputFile } from '../../output/output-file.ts'
import { RedactedCopies } from '../../redact/redacted-copies.ts'
import { joinLines, terminal } from '../../terminal/terminal-text.ts'
import { NOT_COVERED_NOTE } from './not-covered-note.ts'
import type { RedactionSettings } from './redaction-settings.ts'
import { describeReplaced, openTokens, type RedactionTokens } from './redaction-tokens.ts'

const CHUNK_BYTES = 1 << 20

const STANDARD_INPUT_NOTE =
  'Standard input is read once: a name that appears before the log identifies it as a name ' +
  'is not replaced.'

/** Copies one text log without names and message texts. */
export async function redactLog(
  found: FoundInput,
  to: string,
  settings: RedactionSettings,
  isQuiet: boolean,
  { stdin, stdout, stderr }: CommandContext,
): Promise<void> {
  if (found.problem !== undefined) throw new UsageError(`${found.path}: ${found.problem}.`)
  const redaction = openTokens(settings)
  const from = found.location === '-' ? '-' : found.path
  let output: OutputFile | undefined
  const endSignals = onStopSignal(() => output?.discard())
  try {
    const inputs = present([from, settings.map])
    output = new OutputFile(to, { stdout: stdout.raw, inputs, isPrivate: false })
    await copyLog(found, stdin, redaction, output)
    output.commit()
  } catch (error) {
    output?.discard()
    throw error
  } finally {
    endSignals()
    redaction.map?.close()
  }
  if (isQuiet) return
  stderr.write(terminal`${from}: ${describeReplaced(redaction.tokens)}\n`)
  if (from === '-') stderr.write(joinLines([STANDARD_INPUT_NOTE]))
  stderr.write(joinLines(NOT_COVERED_NOTE))
}

/**
 * Redacts one input. A file is read twice: the first time only to learn the names in it, before the
 * first line is written. A stream can be read only once.
 */
async function copyLog(
  found: FoundInput,
  stdin: NodeJS.ReadStream,
  { tokens, shift }: RedactionTokens,
  output: OutputFile,
): Promise<void> {
  const copies = new RedactedCopies(tokens, shift)
  const reject = (reason: string): never => {
    throw new UsageError(
      `${found.path} is ${reason}. Export .etl files to text, such as with spoolscope etl print, ` +
        'and redact that.',
    )
  }
  if (found.kind === 'file') {
    const problem = await copies.learn(readChunks(found, stdin))
    if (problem !== undefined) reject(problem)
  }
  for await (const part of copies.copy(readChunks(found, stdin), reject)) {
    output.write(part)
    await output.drained()
  }
}

/** Yields the bytes of an input in chunks, which are reused. */
async function* readChunks(
  found: FoundInput,
  stdin: NodeJS.ReadStream,
): AsyncGenerator<Uint8Array> {
  const source = openInputOrStream(found, stdin)
  const chunk = new Uint8Array(CHUNK_BYTES)
  try {
    for (;;) {
      const length = await source.read(chunk, 0, CHUNK_BYTES)
      if (length === 0) return
      yield chunk.subarray(0, length)
      // Files are read without waiting. A signal is handled only in between.
      await setImmediate()
    }
  } finally {
    source.close()
  }
}

import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { sniffEncoding } from '../inputs/encoding.ts'
import { present } from '../model/defined.ts'
import { toPrintable } from '../model/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { OutputFile } from '../output/output-file.ts'
import { EncodedLogRedactor } from '../redact/log/encoded-log-redactor.ts'
import { NameRegistry } from '../redact/name-registry.ts'
import { TokenGenerator } from '../redact/token-generator.ts'
import { RedactionMap } from './redaction-map.ts'
import { resolveRedaction } from './redaction-settings.ts'

const CHUNK_BYTES = 1 << 20

const NOT_COVERED_NOTE =
  'Not covered: names in free text that nothing in this log identifies as names; ' +
  'message texts outside of SIP and EWS;\n' +
  'times, unless --redact-shift moved them; encrypted or compressed content. ' +
  'Review the result before you send it.\n'
const STANDARD_INPUT_NOTE =
  'Standard input is read once: a name that appears before the log identifies it as a name ' +
  'is not replaced.\n'

/** `spoolscope redact`: copies a text log without names and message texts. */
export async function redact(
  { operands, options }: CommandLine<'redact'>,
  { stdin, stdout, stderr }: CommandContext,
): Promise<ExitCode> {
  const [from, to, ...others] = operands
  if (from === undefined || to === undefined || others.length > 0)
    throw new UsageError(
      'redact takes one log and the file to write: ' +
        'spoolscope redact Lync-UccApi-0.UccApilog redacted.UccApilog',
    )
  if (from !== '-') rejectNonFile(from)
  const settings = resolveRedaction(options)
  const map = settings.map === undefined ? undefined : new RedactionMap(settings.map, settings)
  const tokens = new TokenGenerator(settings.key, map?.add)
  for (const entry of map?.knownEntries ?? []) tokens.restore(entry)
  const inputs = present([from, settings.map])
  const output = new OutputFile(to, { stdout, inputs, isPrivate: false })
  const shift = map?.shift ?? settings.shift
  try {
    const names = new NameRegistry(tokens)
    if (from === '-') await redactStream(stdin, names, shift, output)
    else await redactFile(from, names, shift, output)
    output.commit()
  } catch (error) {
    output.discard()
    throw error
  } finally {
    map?.close()
  }
  if (!options.quiet) {
    const counts = Object.entries(tokens.replacedCounts).map(([kind, count]) => `${kind} ${count}`)
    const result = counts.length === 0 ? 'no names found' : `replaced ${counts.join(', ')}`
    stderr.write(`${toPrintable(from)}: ${result}\n`)
    if (from === '-') stderr.write(STANDARD_INPUT_NOTE)
    stderr.write(NOT_COVERED_NOTE)
  }
  return 0
}

function rejectNonFile(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined)
    throw new UsageError(`No such file: ${path}. Check the path, or quote it if it has spaces.`)
  if (stats.isDirectory())
    throw new UsageError(
      `${path} is a folder. Pass one log at a time; ` +
        'with the same --redact-map, all logs get the same tokens.',
    )
}

/**
 * A regular file is read twice: all names are learned before the first line is written. A device or
 * pipe is read once.
 */
async function redactFile(
  path: string,
  names: NameRegistry,
  shift: number | undefined,
  output: OutputFile,
): Promise<void> {
  const file = openSync(path, 'r')
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    const first = chunk.subarray(0, readSync(file, chunk, 0, CHUNK_BYTES, 0))
    const { encoding, bom } = detectTextEncoding(first, path)
    const isRegular = statSync(path).isFile()
    const log = new EncodedLogRedactor(names, encoding, (bytes) => output.write(bytes), shift)
    const byteOrderMark = Buffer.from(first.subarray(0, bom))
    for (const isLearning of isRegular ? [true, false] : [false]) {
      if (isLearning) log.startLearning()
      else output.write(byteOrderMark)
      let position = isRegular ? bom : first.length
      if (!isRegular) log.push(Buffer.from(first.subarray(bom)))
      for (;;) {
        const length = readSync(file, chunk, 0, CHUNK_BYTES, isRegular ? position : null)
        if (length === 0) break
        position += length
        log.push(chunk.subarray(0, length))
        if (!isLearning) await output.drained()
      }
      log.end()
    }
  } finally {
    closeSync(file)
  }
}

async function redactStream(
  stdin: NodeJS.ReadStream,
  names: NameRegistry,
  shift: number | undefined,
  output: OutputFile,
): Promise<void> {
  let log: EncodedLogRedactor | undefined
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    let text = chunk
    if (log === undefined) {
      const { encoding, bom } = detectTextEncoding(chunk, 'standard input')
      log = new EncodedLogRedactor(names, encoding, (bytes) => output.write(bytes), shift)
      output.write(chunk.subarray(0, bom))
      text = chunk.subarray(bom)
    }
    log.push(text)
    await output.drained()
  }
  log?.end()
}

/** Throws a UsageError for bytes that are not text: no name in them would be found. */
function detectTextEncoding(bytes: Uint8Array, path: string): ReturnType<typeof sniffEncoding> {
  const sniffed = sniffEncoding(bytes)
  if (sniffed.encoding === 'utf-8' && bytes.includes(0))
    throw new UsageError(
      `${path} is not text (a zero byte at offset ${bytes.indexOf(0)}). Unpack archives first; ` +
        'export .etl files to text, such as with tracerpt, and redact that.',
    )
  return sniffed
}

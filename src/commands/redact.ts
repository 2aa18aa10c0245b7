import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { sniffEncoding } from '../inputs/encoding.ts'
import { present } from '../model/defined.ts'
import { formatCount } from '../model/duration.ts'
import { toPrintable } from '../model/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { openSink, type Sink } from '../output/sink.ts'
import { EncodedLogRedactor } from '../redact/log/encoded-log-redactor.ts'
import { NameRegistry } from '../redact/name-registry.ts'
import { TokenGenerator } from '../redact/token-generator.ts'
import { parseRedactionSettings } from '../settings/redaction-settings.ts'
import { RedactionMap } from './redaction-map.ts'

const CHUNK_BYTES = 1 << 20

const NOT_COVERED_NOTE = [
  'Not covered: names in free text that nothing in this log shows to be names; text of messages that something else than SIP or EWS carries;',
  'times, unless --redact-shift moved them; whatever is encrypted or compressed inside. Look the result over before you send it.',
]

/** `spoolscope redact`: a text log in, the same log without names and message texts out. */
export async function redact(
  { operands, options }: CommandLine,
  { stdin, stdout, stderr }: CommandContext,
): Promise<ExitCode> {
  const [from, to, ...more] = operands
  if (from === undefined || to === undefined || more.length > 0)
    throw new UsageError(
      'redact takes one log and the file to write: spoolscope redact Lync-UccApi-0.UccApilog redacted.UccApilog',
    )
  if (from !== '-') rejectNonFile(from)
  const settings = parseRedactionSettings(options, true) ?? {}
  const map = settings.map === undefined ? undefined : new RedactionMap(settings.map, settings)
  const tokens = new TokenGenerator(settings.key, map?.add)
  for (const one of map?.knownEntries ?? []) tokens.restore(one)
  const sink = openSink(
    to,
    present([from, settings.map === undefined ? undefined : settings.map]),
    stdout,
  )
  const shift = map?.shift ?? settings.shift
  try {
    if (from === '-') await redactStream(stdin, new NameRegistry(tokens), shift, sink)
    else await redactFile(from, new NameRegistry(tokens), shift, sink)
    await sink.end()
  } catch (error) {
    sink.discard()
    throw error
  } finally {
    map?.close()
  }
  if (options.quiet !== true) {
    const counts = Object.entries(tokens.replacedCounts).map(([kind, times]) => `${kind} ${times}`)
    stderr.write(
      `${toPrintable(from)}: ${counts.length === 0 ? 'no names found' : `replaced ${counts.join(', ')}`}\n`,
    )
    if (from === '-')
      stderr.write(
        'Standard input is read once: a name that stands bare before anything shows it to be one is not replaced.\n',
      )
    stderr.write(`${NOT_COVERED_NOTE.join('\n')}\n`)
  }
  return 0
}

function rejectNonFile(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined)
    throw new UsageError(`No such file: ${path}. Check the path, or quote it if it has spaces.`)
  if (stats.isDirectory())
    throw new UsageError(
      `${path} is a folder. redact takes one log at a time; with one --redact-map all of them get the same tokens.`,
    )
}

/** Read twice: names are learnt from all of it before the first line is written. */
async function redactFile(
  path: string,
  names: NameRegistry,
  shift: number | undefined,
  sink: Sink,
): Promise<void> {
  const file = openSync(path, 'r')
  try {
    const piece = Buffer.allocUnsafe(CHUNK_BYTES)
    const first = piece.subarray(0, readSync(file, piece, 0, CHUNK_BYTES, 0))
    const { encoding, bom } = detectTextEncoding(first, path)
    const regular = statSync(path).isFile()
    const log = new EncodedLogRedactor(names, encoding, sink.write, shift)
    const begin = Buffer.from(first.subarray(0, bom))
    for (const learning of regular ? [true, false] : [false]) {
      if (learning) log.startLearning()
      else sink.write(begin)
      let position = regular ? bom : first.length
      if (!regular) log.push(Buffer.from(first.subarray(bom)))
      for (;;) {
        const length = readSync(file, piece, 0, CHUNK_BYTES, regular ? position : null)
        if (length === 0) break
        position += length
        log.push(piece.subarray(0, length))
        if (!learning) await sink.drained()
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
  sink: Sink,
): Promise<void> {
  let log: EncodedLogRedactor | undefined
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    let piece = chunk
    if (log === undefined) {
      const { encoding, bom } = detectTextEncoding(piece, 'standard input')
      log = new EncodedLogRedactor(names, encoding, sink.write, shift)
      sink.write(piece.subarray(0, bom))
      piece = piece.subarray(bom)
    }
    log.push(piece)
    await sink.drained()
  }
  log?.end()
}

/** Throws for what is no text: nothing in it would be found. */
function detectTextEncoding(bytes: Uint8Array, path: string): ReturnType<typeof sniffEncoding> {
  const sniffed = sniffEncoding(bytes)
  if (sniffed.encoding === 'utf-8' && bytes.includes(0))
    throw new UsageError(
      `${path} is not text (${formatCount(bytes.indexOf(0), 'byte')} in, a zero). Unpack archives first; export .etl files to text, such as with tracerpt, and redact that.`,
    )
  return sniffed
}

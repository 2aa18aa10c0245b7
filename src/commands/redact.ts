import { lstatSync, type Stats, statSync } from 'node:fs'
import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { sniffEncoding } from '../inputs/encoding.ts'
import { type FoundInput, statInput } from '../inputs/find-files.ts'
import { describeLinkError, linkTarget, skipReason } from '../inputs/folders/skipped-entry.ts'
import { InputReader } from '../inputs/input-reader.ts'
import { openInputOrStream } from '../inputs/open-input.ts'
import { present } from '../model/defined.ts'
import type { ParseSession } from '../model/parser.ts'
import { Tally } from '../model/tally.ts'
import { UsageError } from '../model/usage-error.ts'
import { OutputFile } from '../output/output-file.ts'
import { EncodedLogRedactor } from '../redact/log/encoded-log-redactor.ts'
import { NameRegistry } from '../redact/name-registry.ts'
import { TokenGenerator } from '../redact/token-generator.ts'
import { joinLines, terminal } from '../terminal/terminal-text.ts'
import { RedactionMap } from './redaction/redaction-map.ts'
import { resolveRedaction } from './redaction/redaction-settings.ts'

const CHUNK_BYTES = 1 << 20

const NOT_COVERED_NOTE = [
  'Not covered: names in free text that nothing in this log identifies as names; ' +
    'message texts outside of SIP and EWS;',
  'times, unless --redact-shift moved them; encrypted or compressed content. ' +
    'Review the result before you send it.',
]
const STANDARD_INPUT_NOTE =
  'Standard input is read once: a name that appears before the log identifies it as a name ' +
  'is not replaced.'

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
  if (from !== '-') rejectUnreadable(from, options['follow-links'])
  const settings = resolveRedaction(options)
  const map = settings.map === undefined ? undefined : new RedactionMap(settings.map, settings)
  const tokens = new TokenGenerator(settings.key, map?.add)
  for (const entry of map?.knownEntries ?? []) tokens.restore(entry)
  const inputs = present([from, settings.map])
  const output = new OutputFile(to, { stdout: stdout.raw, inputs, isPrivate: false })
  const shift = map?.shift ?? settings.shift
  try {
    await redactInput(toInput(from), stdin, new NameRegistry(tokens), shift, output)
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
    stderr.write(terminal`${from}: ${result}\n`)
    if (from === '-') stderr.write(joinLines([STANDARD_INPUT_NOTE]))
    stderr.write(joinLines(NOT_COVERED_NOTE))
  }
  return 0
}

/** Throws a UsageError for what is not read: what does not exist, folders, devices and links. */
function rejectUnreadable(path: string, followLinks: boolean): void {
  const link = lstatSync(path, { throwIfNoEntry: false })
  if (link === undefined)
    throw new UsageError(`No such file: ${path}. Check the path, or quote it if it has spaces.`)
  const stats = link.isSymbolicLink() ? statTarget(path) : link
  if (stats.isDirectory())
    throw new UsageError(
      `${path} is a folder. Pass one log at a time; ` +
        'with the same --redact-map, all logs get the same tokens.',
    )
  // A shell passes the output of a program as a link to a pipe.
  if (stats.isFIFO()) return
  if (!stats.isFile())
    throw new UsageError(`${path} is ${skipReason(stats, path, '')}. Pass a file.`)
  if (link.isSymbolicLink() && !followLinks)
    throw new UsageError(
      `${path} is a link to ${linkTarget(path)}, which is not followed. ` +
        'Pass its target, or --follow-links.',
    )
}

function statTarget(link: string): Stats {
  try {
    return statSync(link)
  } catch (error) {
    throw new UsageError(`${link} is ${describeLinkError(error, link)}. Pass a file.`)
  }
}

function toInput(path: string): FoundInput {
  if (path === '-') return { kind: 'stream', location: '-', path: 'standard input', bytes: 0 }
  const stats = statInput(path)
  return { kind: stats.isFile() ? 'file' : 'stream', location: path, path, bytes: stats.size }
}

/**
 * Redacts one input. A file is read twice: the first time only to learn the names in it, before the
 * first line is written. A stream can be read only once.
 */
async function redactInput(
  found: FoundInput,
  stdin: NodeJS.ReadStream,
  names: NameRegistry,
  shift: number | undefined,
  output: OutputFile,
): Promise<void> {
  const source = openInputOrStream(found, stdin)
  const chunk = new Uint8Array(CHUNK_BYTES)
  const head = chunk.subarray(0, await source.read(chunk, 0, CHUNK_BYTES))
  const { encoding, bom } = detectTextEncoding(head, found.path)
  const log = new EncodedLogRedactor(names, encoding, (bytes) => output.write(bytes), shift)
  // The redactor has to write the encoding and the line ends of the log: it gets its bytes as they
  // are, except the byte order mark.
  const input = { found, encoding: 'utf-8', bomBytes: bom, crLineEnds: false } as const
  const session: ParseSession = {
    read(bytes, from, to, final) {
      log.push(bytes.subarray(from, to))
      if (final) log.end()
      return to
    },
  }
  if (found.kind === 'file') {
    source.close()
    log.startLearning()
    await new InputReader(input).readAll(session, new Tally())
  }
  output.write(head.subarray(0, bom))
  const alreadyRead = found.kind === 'stream' ? { alreadyRead: { bytes: head, source } } : {}
  await new InputReader({ ...input, ...alreadyRead }).readAll(session, new Tally(), () =>
    output.drained(),
  )
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

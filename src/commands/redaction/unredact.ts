import { createReadStream, statSync } from 'node:fs'
import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { type Encoding, sniffEncoding } from '../../inputs/encoding.ts'
import { formatCount } from '../../model/duration.ts'
import { toPrintable } from '../../model/text/printable.ts'
import { UsageError } from '../../model/usage-error.ts'
import { OutputFile, STANDARD_OUTPUT } from '../../output/output-file.ts'
import type { TokenEntry } from '../../redact/token-generator.ts'
import { detectEscapeMode, Unredactor } from '../../redact/unredact.ts'
import { terminal } from '../../terminal/terminal-text.ts'
import { readRedactionMap } from './redaction-map.ts'

const CHUNK_BYTES = 1 << 20
/** Enough of a text to see whether it is JSON or markup. */
const SNIFF_BYTES = 4096

/** `spoolscope unredact`: copies a redacted text, with the names from its map. */
export async function unredact(
  { operands, options }: CommandLine<'unredact'>,
  { stdin, stdout, stderr }: CommandContext,
): Promise<ExitCode> {
  const [path, ...others] = operands
  const mapPath = options['redact-map']
  if (path === undefined || others.length > 0)
    throw new UsageError('unredact takes one file, or - for standard input.')
  if (mapPath === undefined)
    throw new UsageError('unredact needs the map that the redaction wrote: --redact-map <file>.')
  const { renamed, shift } = readRedactionMap(mapPath)
  if (path !== '-' && statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UsageError(`There is no file ${path}. Check the path, or quote it if it has spaces.`)
  const output = new OutputFile(options.output, {
    stdout: stdout.raw,
    option: 'output',
    inputs: [path, mapPath],
  })
  const chunks: AsyncIterable<Buffer> =
    path === '-' ? stdin : createReadStream(path, { highWaterMark: CHUNK_BYTES })
  const isShown = options.output === STANDARD_OUTPUT && stdout.isTTY === true
  let text: RedactedText | undefined
  try {
    for await (const chunk of chunks) {
      text ??= new RedactedText(renamed, chunk, isShown)
      output.write(text.restore(chunk, false))
      await output.drained()
    }
    if (text) output.write(text.restore(new Uint8Array(), true))
    output.commit()
  } catch (error) {
    output.discard()
    throw error
  }
  if (!options.quiet) {
    const { restored, unknown } = text?.unredactor ?? { restored: 0, unknown: 0 }
    const unknownText = unknown > 0 ? `; ${formatCount(unknown, 'token')} not in this map left` : ''
    stderr.write(terminal`${formatCount(restored, 'name')} restored${unknownText}\n`)
    if (shift !== 0)
      stderr.write(terminal`Times were moved by ${shift / 1000} seconds, and are not restored.\n`)
  }
  return 0
}

/** A redacted text in the encoding of its first chunk. */
class RedactedText {
  readonly unredactor: Unredactor
  private readonly encoding: Encoding
  private readonly decoder: InstanceType<typeof TextDecoder>
  private readonly isShown: boolean

  /** `isShown`: whether the text goes to a terminal, which must not act on it. */
  constructor(entries: readonly TokenEntry[], firstChunk: Uint8Array, isShown: boolean) {
    this.isShown = isShown
    const { encoding } = sniffEncoding(firstChunk)
    const start = new TextDecoder(encoding).decode(firstChunk.subarray(0, SNIFF_BYTES))
    this.unredactor = new Unredactor(entries, detectEscapeMode(start))
    this.encoding = encoding
    this.decoder = new TextDecoder(encoding, { ignoreBOM: true })
  }

  /** Returns the bytes that are complete: a token may go on in the next chunk. */
  restore(chunk: Uint8Array, isLast: boolean): Uint8Array {
    const text = isLast ? this.decoder.decode() : this.decoder.decode(chunk, { stream: true })
    const restored = this.unredactor.push(text, isLast)
    return encodeText(this.isShown ? printableLines(restored) : restored, this.encoding)
  }
}

/** Line ends and tabs stay. */
const printableLines = (text: string): string => text.replace(/[^\r\n\t]+/g, toPrintable)

function encodeText(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8')
  const bytes = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16be' ? bytes.swap16() : bytes
}

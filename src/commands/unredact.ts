import { createReadStream, statSync } from 'node:fs'
import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { type Encoding, sniffEncoding } from '../inputs/encoding.ts'
import { formatCount } from '../model/duration.ts'
import { UsageError } from '../model/usage-error.ts'
import { openSink } from '../output/sink.ts'
import { detectEscapeMode, Unredactor } from '../redact/unredact.ts'
import { one } from '../settings/given.ts'
import { readRedactionMap } from './redaction-map.ts'

/** `spoolscope unredact`: a redacted text and its map in, the text with names out. */
export async function unredact(
  { operands, options }: CommandLine,
  { stdin, stdout, stderr }: CommandContext,
): Promise<ExitCode> {
  const [path, ...more] = operands
  const mapPath = one(options, 'redact-map')
  if (path === undefined || more.length > 0)
    throw new UsageError('unredact takes one file, or - for standard input.')
  if (mapPath === undefined)
    throw new UsageError(
      'unredact needs the map that was written when it was redacted: --redact-map <file>.',
    )
  const { renamed, shift } = readRedactionMap(mapPath)
  if (path !== '-' && statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UsageError(`There is no file ${path}. Check the path, or quote it if it has spaces.`)
  const sink = openSink(one(options, 'output') ?? '-', [path, mapPath], stdout)
  let state:
    | {
        readonly unredactor: Unredactor
        readonly decoder: InstanceType<typeof TextDecoder>
        readonly encoding: Encoding
      }
    | undefined
  const write = (text: string, encoding: Encoding) => sink.write(encodeText(text, encoding))
  try {
    for await (const chunk of (path === '-'
      ? stdin
      : createReadStream(path, { highWaterMark: 1 << 20 })) as AsyncIterable<Buffer>) {
      if (state === undefined) {
        const { encoding } = sniffEncoding(chunk)
        const start = new TextDecoder(encoding).decode(chunk.subarray(0, 4096))
        state = {
          unredactor: new Unredactor(renamed, detectEscapeMode(start)),
          decoder: new TextDecoder(encoding, { ignoreBOM: true }),
          encoding,
        }
      }
      write(
        state.unredactor.push(state.decoder.decode(chunk, { stream: true }), false),
        state.encoding,
      )
      await sink.drained()
    }
    if (state) write(state.unredactor.push(state.decoder.decode(), true), state.encoding)
    await sink.end()
  } catch (error) {
    sink.discard()
    throw error
  }
  if (options.quiet !== true) {
    const { restored, unknown } = state?.unredactor ?? { restored: 0, unknown: 0 }
    stderr.write(
      `${formatCount(restored, 'name')} put back${unknown > 0 ? `; ${formatCount(unknown, 'token')} not in this map left` : ''}\n`,
    )
    if (shift !== 0) stderr.write(`Times were moved by ${shift / 1000} seconds, and stay so.\n`)
  }
  return 0
}

function encodeText(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8')
  const bytes = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16be' ? bytes.swap16() : bytes
}

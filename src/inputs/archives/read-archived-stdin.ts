import { once } from 'node:events'
import { formatBytes } from '../../model/duration.ts'
import type { FoundInput } from '../find-files.ts'
import { inspectFirstBytes } from './archive-entry.ts'

/**
 * An archive from standard input is held in memory: its directory is at its end. So is what `show`
 * and `etl` read from there, and a trace in an archive for `etl`: they read it at any place.
 * Limit: bytes of an archive on standard input.
 * Beyond: it is not read; the report advises to save it to a file.
 */
export const MAX_HELD_BYTES = 512 << 20

const STANDARD_INPUT = { location: '-', path: 'standard input' } as const

/**
 * Reads standard input if it is an archive, else reads nothing. Returns undefined where it is not
 * one, or is typed: it is read as a stream then. An archive that cannot be read is returned as an
 * unreadable input.
 */
export async function readArchivedStdin(
  stdin: NodeJS.ReadStream,
  maxBytes = MAX_HELD_BYTES,
): Promise<FoundInput | undefined> {
  if (stdin.isTTY) return undefined
  const { archiveKind, problem } = inspectFirstBytes(await peek(stdin))
  if (problem !== undefined) return { ...STANDARD_INPUT, kind: 'unreadable', bytes: 0, problem }
  return archiveKind === undefined ? undefined : holdStdin(stdin, 'an archive', maxBytes)
}

/**
 * Reads all of standard input into memory, so that it can be read several times and at any place.
 * More than fits is returned as an unreadable input; `noun` says what it is, as in `an archive`.
 */
export async function holdStdin(
  stdin: NodeJS.ReadStream,
  noun: string,
  maxBytes = MAX_HELD_BYTES,
): Promise<FoundInput> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > maxBytes)
      return { ...STANDARD_INPUT, kind: 'unreadable', bytes, problem: tooLarge(noun, maxBytes) }
  }
  return { ...STANDARD_INPUT, kind: 'file', bytes, content: toSharedBytes(chunks, bytes) }
}

const tooLarge = (noun: string, maxBytes: number): string =>
  `${noun} of more than ${formatBytes(maxBytes)} on standard input: ` +
  'save it to a file, and pass that'

/** Returns the first chunk of a stream, which stays in it; empty at its end. */
async function peek(stdin: NodeJS.ReadStream): Promise<Uint8Array> {
  if (!stdin.readableEnded && stdin.readableLength === 0)
    await Promise.race([once(stdin, 'readable'), once(stdin, 'end')])
  const chunk = stdin.read() as Buffer | null
  if (chunk === null) return new Uint8Array(0)
  stdin.unshift(chunk)
  return chunk
}

/** Joins chunks in shared memory: threads that read entries see the same bytes, and no copy. */
function toSharedBytes(chunks: readonly Buffer[], bytes: number): Uint8Array {
  const joined = new Uint8Array(new SharedArrayBuffer(bytes))
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}

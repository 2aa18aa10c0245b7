import { formatBytes } from '../../model/duration.ts'
import { DEFAULT_CODE_PAGE } from '../../model/text/code-page.ts'
import { UsageError } from '../../model/usage-error.ts'
import type { ArchiveLimits } from '../archives/archive-limits.ts'
import { DamagedEntryError, LimitExceededError } from '../archives/packed-bytes.ts'
import { MAX_HELD_BYTES } from '../archives/read-archived-stdin.ts'
import { createTextDecoder } from '../encoding.ts'
import type { FoundInput } from '../find-files.ts'
import { findInputs } from '../find-inputs.ts'
import { openInput } from '../open-input.ts'
import { recognise } from '../recognise.ts'
import { type EtlBytes, EtlContent, EtlFile } from './etl-file.ts'

const CHUNK_BYTES = 1 << 20

/** A binary trace that was found, and that can be opened once. */
export interface FoundTrace {
  /** Its path, as messages show it. */
  readonly path: string
  /** Throws a `UsageError` for one that does not fit into memory. */
  open(): Promise<EtlBytes>
}

/** The traces at a path, and what could not be read there. */
export interface FoundTraces {
  readonly traces: readonly FoundTrace[]
  /** Sentences without their full stop. */
  readonly problems: readonly string[]
  /** Paths of the other files in an archive. */
  readonly skipped: readonly string[]
}

/**
 * Finds the binary traces at a path: the file itself, whatever it is, or the traces in an archive.
 * `-` is standard input, which is held in memory. Throws a `UsageError` if an archive has no trace,
 * or if standard input is too large.
 */
export async function findTraces(
  path: string,
  { stdin, limits }: { readonly stdin: NodeJS.ReadStream; readonly limits: ArchiveLimits },
): Promise<FoundTraces> {
  const found = await findInputs([path], { limits, stdin, holdsStdin: true })
  const traces = await tracesAmong(found)
  const problems = found.flatMap((input) =>
    input.kind === 'unreadable' ? [`${input.path} is not read: ${input.problem}`] : [],
  )
  const isTrace = new Set(traces.map((trace) => trace.path))
  const skipped = found.flatMap((input) =>
    input.kind === 'unreadable' || isTrace.has(input.path) ? [] : [input.path],
  )
  if (traces.length > 0) return { traces, problems, skipped }
  const name = path === '-' ? 'Standard input' : path
  const [problem = `${name} is an archive without a binary trace (.etl)`] = problems
  throw new UsageError(`${problem}. Pass the trace itself.`)
}

/** The binary traces among inputs. A single file is taken for one, whatever it is. */
export async function tracesAmong(found: readonly FoundInput[]): Promise<readonly FoundTrace[]> {
  const files = found.filter(({ kind }) => kind === 'file' || kind === 'entry')
  const [only] = files
  if (only?.kind === 'file' && found.length === 1) return [toTrace(only)]
  const decode = createTextDecoder(DEFAULT_CODE_PAGE)
  const traces: FoundTrace[] = []
  for (const input of files) {
    const { parser } = await recognise(input, decode)
    if (parser?.format === 'etl-binary') traces.push(toTrace(input))
  }
  return traces
}

const toTrace = (input: FoundInput): FoundTrace => ({
  path: input.path,
  open: async () => {
    const { path, location, content } = input
    if (content) return new EtlContent(path, content)
    return input.packed ? new EtlContent(path, await unpackTrace(input)) : new EtlFile(location)
  },
})

/** Returns all bytes of an entry. Of a damaged one, returns those before the damage. */
async function unpackTrace(input: FoundInput): Promise<Uint8Array> {
  const source = openInput(input)
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for (;;) {
      const chunk = new Uint8Array(CHUNK_BYTES)
      const length = await source.read(chunk, 0, CHUNK_BYTES)
      if (length === 0) break
      chunks.push(chunk.subarray(0, length))
      bytes += length
      if (bytes > MAX_HELD_BYTES)
        throw new UsageError(
          `${input.path} unpacks to more than ${formatBytes(MAX_HELD_BYTES)}. ` +
            'Unpack the archive, and pass the trace.',
        )
    }
  } catch (error) {
    if (error instanceof LimitExceededError)
      throw new UsageError(`${input.path} is not read: it ${error.message}.`)
    if (!(error instanceof DamagedEntryError)) throw error
  } finally {
    source.close()
  }
  return Buffer.concat(chunks)
}

import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { defined } from '../../model/defined.ts'
import { formatBytes, formatDuration } from '../../model/duration.ts'
import { TemporaryFailure } from '../temporary-failure.ts'
import { allowedUrl } from './allowed-url.ts'

export interface FetchOptions {
  /** Only bundles below one of these addresses may be fetched. */
  readonly prefixes: readonly URL[]
  readonly maxBytes: number
  /** Time limit for the whole bundle, milliseconds. */
  readonly timeoutMs: number
  /** Certificate authority to trust instead of the default ones, as PEM. */
  readonly ca?: string
}

/** The bundle cannot be fetched, and a retry would not help. */
export class PermanentFetchError extends Error {
  override readonly name = 'PermanentFetchError'
}

/**
 * Servers redirect once or twice.
 * Limit: redirects of a fetched bundle.
 * Beyond: the bundle fails.
 */
const MAX_REDIRECTS = 5
const REDIRECT_STATUS_CODES = [301, 302, 303, 307, 308]

/**
 * Fetches a bundle into a temporary file, calls `use` with its path, and removes the file. Returns
 * the result of `use`. Throws a PermanentFetchError if a retry would not help, else a
 * TemporaryFailure.
 */
export async function withFetchedBundle<T>(
  address: string,
  options: FetchOptions,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'spoolscope-bundle-'))
  try {
    const path = join(folder, `bundle${extensionOf(address)}`)
    const signal = AbortSignal.timeout(options.timeoutMs)
    try {
      await saveResponse(await requestBundle(address, options, signal), path, options, signal)
    } catch (error) {
      if (signal.aborted)
        throw new TemporaryFailure(
          `it was not fetched within ${formatDuration(options.timeoutMs)} (--fetch-within)`,
        )
      if (error instanceof PermanentFetchError) throw error
      throw new TemporaryFailure((error as Error).message, { cause: error })
    }
    return await use(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Requests a bundle and follows redirects. Checks each address against the prefixes. */
async function requestBundle(
  address: string,
  { prefixes, ca }: FetchOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  let next = address
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const url = allowedUrl(next, prefixes)
    if (url === undefined) throw new PermanentFetchError(notAllowedReason(redirects > 0))
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { signal, ...defined({ ca }) }, resolve).on('error', reject)
    })
    const { statusCode = 0, headers } = response
    if (statusCode === 200) return response
    response.destroy()
    if (
      !REDIRECT_STATUS_CODES.includes(statusCode) ||
      headers.location === undefined ||
      !URL.canParse(headers.location, url.href)
    ) {
      const message = `its server responded with status ${statusCode}`
      throw isPermanent(statusCode) ? new PermanentFetchError(message) : new Error(message)
    }
    next = new URL(headers.location, url).href
  }
  throw new PermanentFetchError(`its server redirects more than ${MAX_REDIRECTS} times`)
}

/** Client errors, except timeout (408), too early (425) and too many requests (429). */
const isPermanent = (statusCode: number): boolean =>
  statusCode >= 400 && statusCode < 500 && ![408, 425, 429].includes(statusCode)

const notAllowedReason = (redirected: boolean): string =>
  redirected
    ? 'its server redirects to an address that is not allowed (--allow-url)'
    : 'its address is not allowed: start spoolscope worker with --allow-url https://…/'

async function saveResponse(
  response: IncomingMessage,
  path: string,
  { maxBytes }: FetchOptions,
  signal: AbortSignal,
): Promise<void> {
  const declared = Number(response.headers['content-length'])
  let bytes = 0
  // The limit applies to the bytes that really arrive: the declared length may be wrong.
  const counter = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length
      if (bytes > maxBytes)
        done(new PermanentFetchError(`it is larger than ${formatBytes(maxBytes)} (--most-bytes)`))
      else done(null, chunk)
    },
  })
  await pipeline(response, counter, createWriteStream(path, { flags: 'wx', mode: 0o600 }), {
    signal,
  })
  if (!Number.isNaN(declared) && bytes !== declared)
    throw new Error(`its server closed the connection after ${bytes} of ${declared} bytes`)
}

/** `.zip` or `.tar.gz`. It is the only part of the address that becomes part of a path. */
const extensionOf = (address: string): string =>
  /(?:\.tar)?\.[a-z0-9]{1,6}$/i.exec(new URL(address).pathname)?.[0] ?? ''

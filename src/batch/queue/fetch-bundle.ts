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
import { allowedUrl } from './allowed-url.ts'

export interface FetchOptions {
  /** Below which bundles may be fetched. */
  readonly prefixes: readonly URL[]
  readonly maxBytes: number
  /** Milliseconds for the whole. */
  readonly timeoutMs: number
  /** Certificate authority to trust instead of the usual ones. */
  readonly ca?: string
}

/** It will not be had however often it is tried. */
export class PermanentFetchError extends Error {
  override readonly name = 'PermanentFetchError'
}

const MAX_REDIRECTS = 5
const REDIRECT_STATUS_CODES = [301, 302, 303, 307, 308]

/** Fetches a bundle into a temporary file, gives that to `use`, and removes it. */
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
        throw new Error(
          `it could not be fetched within ${formatDuration(options.timeoutMs)} (--fetch-within)`,
        )
      throw error
    }
    return await use(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function requestBundle(
  address: string,
  { prefixes, ca }: FetchOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  let next = address
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const url = allowedUrl(next, prefixes)
    if (url === undefined) throw new PermanentFetchError(notAllowedReason(redirects > 0))
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { signal, ...defined({ ca }) }, resolve).on('error', reject)
    })
    const { statusCode = 0, headers } = answer
    if (statusCode === 200) return answer
    answer.destroy()
    if (
      !REDIRECT_STATUS_CODES.includes(statusCode) ||
      headers.location === undefined ||
      !URL.canParse(headers.location, url.href)
    ) {
      const Kind =
        statusCode >= 400 && statusCode < 500 && ![408, 425, 429].includes(statusCode)
          ? PermanentFetchError
          : Error
      throw new Kind(`its server answered ${statusCode}`)
    }
    next = new URL(headers.location, url).href
  }
  throw new PermanentFetchError('its server sends from one address to the next without an end')
}

const notAllowedReason = (redirected: boolean): string =>
  redirected
    ? 'its server sends to an address from which this worker may not fetch (--allow-url)'
    : 'this worker may not fetch from there: spoolscope worker --allow-url https://…/ allows it'

async function saveResponse(
  answer: IncomingMessage,
  path: string,
  { maxBytes: mostBytes }: FetchOptions,
  signal: AbortSignal,
): Promise<void> {
  const declared = Number(answer.headers['content-length'])
  let bytes = 0
  // What really comes counts, not what is declared.
  const counted = new Transform({
    transform(piece: Buffer, _, done) {
      bytes += piece.length
      if (bytes > mostBytes)
        done(new PermanentFetchError(`it has more than ${formatBytes(mostBytes)} (--most-bytes)`))
      else done(null, piece)
    },
  })
  await pipeline(answer, counted, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal })
  if (!Number.isNaN(declared) && bytes !== declared)
    throw new Error(`its server broke off after ${bytes} of ${declared} bytes`)
}

/** `.zip`, `.tar.gz`: the only part of the address that becomes part of a path. */
const extensionOf = (address: string): string =>
  /(?:\.tar)?\.[a-z0-9]{1,6}$/i.exec(new URL(address).pathname)?.[0] ?? ''

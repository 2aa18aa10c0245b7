import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { parseUrlPrefix } from '../../src/batch/queue/allowed-url.ts'
import { type FetchOptions, withFetchedBundle } from '../../src/batch/queue/fetch-bundle.ts'
import { TemporaryFailure } from '../../src/batch/temporary-failure.ts'
import { workerOptions } from '../../src/cli/options/batch-options.ts'
import { parseOptions } from '../../src/cli/options/define-option.ts'
import { minutes } from '../../src/model/duration.ts'
import { limitTest } from '../support/limits/limit-test.ts'
import { type HttpsServer, httpsServer } from '../support/programs/https-server.ts'
import { requires } from '../support/requires.ts'

const { skip, title } = requires('openssl')
const CONTENT = 'x'.repeat(1000)

describe.skipIf(skip)(`a bundle that is fetched${title}`, () => {
  let server: HttpsServer
  beforeAll(async () => {
    server = await httpsServer(({ url = '' }, response) => {
      // /5 redirects to /4, and so on.
      const redirects = Number(url.slice(1))
      if (url === '/slow') response.write(CONTENT.slice(1))
      else if (redirects === 0) response.end(CONTENT)
      else response.writeHead(302, { location: `/${redirects - 1}` }).end()
    })
  })
  afterAll(() => server.close())

  const fetched = (path: string, more: Partial<FetchOptions> = {}): Promise<string> =>
    withFetchedBundle(
      `${server.origin}${path}`,
      {
        prefixes: [parseUrlPrefix(`${server.origin}/`)],
        maxBytes: 1e6,
        timeoutMs: minutes(1),
        ca: server.ca,
        ...more,
      },
      async (file) => readFileSync(file, 'utf8'),
    )
  const defaultOf = async (name: 'most-bytes' | 'fetch-within') =>
    (await parseOptions({ [name]: workerOptions[name] as never }, {}))[name]

  limitTest('batch/queue/fetch-bundle.ts MAX_REDIRECTS', {
    at: async (value) => expect(await fetched(`/${value}`)).toBe(CONTENT),
    beyond: (value) =>
      expect(fetched(`/${value + 1}`)).rejects.toThrow('redirects more than 5 times'),
  })

  // Smaller values than the defaults are tested.
  limitTest('cli/options/batch-options.ts DEFAULT_FETCHED_BYTES', {
    async at(value) {
      expect(await defaultOf('most-bytes')).toBe(value)
      expect(await fetched('/0', { maxBytes: CONTENT.length })).toBe(CONTENT)
    },
    beyond: () =>
      expect(fetched('/0', { maxBytes: CONTENT.length - 1 })).rejects.toThrow('(--most-bytes)'),
  })

  limitTest('cli/options/batch-options.ts DEFAULT_FETCH_MS', {
    async at(value) {
      expect(await defaultOf('fetch-within')).toBe(value)
      expect(await fetched('/0')).toBe(CONTENT)
    },
    async beyond() {
      const error = await fetched('/slow', { timeoutMs: 200 }).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(TemporaryFailure)
      expect(String(error)).toContain('(--fetch-within)')
    },
  })
})

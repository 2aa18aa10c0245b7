import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allowedUrl, parseUrlPrefix } from '../../../src/batch/queue/allowed-url.ts'
import { analyzeQueuedBundle } from '../../../src/batch/queue/analyze-queued-bundle.ts'
import { PermanentFetchError, withFetchedBundle } from '../../../src/batch/queue/fetch-bundle.ts'
import { DEFAULT_VERDICT_OPTIONS } from '../../../src/model/verdict-options.ts'
import { type HttpsServer, httpsServer } from '../../support/programs/https-server.ts'
import { judgedLine } from '../../support/programs/queue.ts'
import { requires } from '../../support/requires.ts'

describe('an address', () => {
  const prefixes = [parseUrlPrefix('https://files.contoso.example/cases/')]
  it.each([
    'https://files.contoso.example/cases/PC-1.zip',
    'https://FILES.contoso.example:443/cases/2016/PC 1.zip',
    'https://files.contoso.example/x/../cases/PC-1.zip?token=1',
  ])('%s is allowed', (url) => expect(allowedUrl(url, prefixes)).toBeInstanceOf(URL))

  it.each([
    'http://files.contoso.example/cases/PC-1.zip',
    'https://files.contoso.example:8443/cases/PC-1.zip',
    'https://files.contoso.example/cases',
    'https://files.contoso.example/casesx/PC-1.zip',
    'https://files.contoso.example/cases/../secret.zip',
    'https://files.contoso.example/cases/%2e%2e/secret.zip',
    'https://files.contoso.example/cases/..%2fsecret.zip',
    'https://files.contoso.example/cases/..%5csecret.zip',
    'https://files.contoso.example\\@evil.example/cases/PC-1.zip',
    'https://files.contoso.example@evil.example/cases/PC-1.zip',
    'https://me:secret@files.contoso.example/cases/PC-1.zip',
    'https://evil.example/cases/PC-1.zip',
    'file:///cases/PC-1.zip',
    'cases/PC-1.zip',
  ])('%s is not allowed', (url) => expect(allowedUrl(url, prefixes)).toBeUndefined())
})

const { skip, title } = requires('openssl')

describe.skipIf(skip)(`a bundle that is fetched${title}`, () => {
  let server: HttpsServer
  const content = 'x'.repeat(100_000)
  beforeAll(async () => {
    server = await httpsServer(({ url = '' }, response) => {
      const location = {
        '/cases/moved': '/cases/ok.tar.gz',
        '/cases/away': '/secret',
        '/cases/loop': '/cases/loop',
      }[url]
      if (url.startsWith('/cases/ok')) response.end(content)
      else if (location !== undefined) response.writeHead(302, { location }).end()
      else if (url === '/cases/silent') response.flushHeaders()
      else if (url === '/cases/endless') {
        const more = () => {
          while (!response.destroyed && response.write(content));
        }
        response.on('drain', more)
        more()
      } else if (url === '/cases/torn') {
        response.writeHead(200, { 'content-length': '200000' })
        response.write(content, () => response.destroy())
      } else if (url === '/cases/busy') response.writeHead(503).end()
      else response.writeHead(404).end()
    })
  })
  afterAll(() => server.close())

  const options = (more = {}) => ({
    prefixes: [parseUrlPrefix(`${server.origin}/cases/`)],
    maxBytes: 1_000_000,
    timeoutMs: 60_000,
    ca: server.ca,
    ...more,
  })
  const fetched = (path: string, more = {}) =>
    withFetchedBundle(`${server.origin}${path}`, options(more), async (file) => file)

  it('exists under a fixed name while it is analyzed, and is removed afterwards', async () => {
    let file = ''
    for (const path of ['/cases/ok.tar.gz', '/cases/moved']) {
      await withFetchedBundle(`${server.origin}${path}`, options(), async (saved) => {
        file = saved
        expect(readFileSync(saved, 'utf8')).toBe(content)
      })
      expect(existsSync(file)).toBe(false)
    }
    expect(basename(await fetched('/cases/ok.tar.gz'))).toBe('bundle.tar.gz')
  })

  it('is removed if the analysis throws', async () => {
    let file = ''
    const broken = withFetchedBundle(`${server.origin}/cases/ok.zip`, options(), async (saved) => {
      file = saved
      throw new Error('broken')
    })
    await expect(broken).rejects.toThrow('broken')
    expect(existsSync(file)).toBe(false)
  })

  it('has its address in its line', async () => {
    const bundle = `${server.origin}/cases/ok.zip`
    const line = await analyzeQueuedBundle(
      { bundle, options: DEFAULT_VERDICT_OPTIONS, ruleSet: 'rules-1' },
      async (path) => judgedLine(path),
      options(),
    )
    expect(line.bundle).toBe(bundle)
    expect(JSON.parse(new TextDecoder().decode(line.text)).bundle).toBe(bundle)
  })

  it.each([
    ['from an address that is not allowed', '/other/ok.zip', {}, 'is not allowed'],
    ['through a redirect to another address', '/cases/away', {}, 'redirects to an address'],
    ['through endless redirects', '/cases/loop', {}, 'redirects more than 5 times'],
    ['that does not exist', '/cases/none.zip', {}, 'status 404'],
    ['that has no end', '/cases/endless', {}, 'larger than 1.0 MB'],
  ])('is rejected without a retry: %s', async (_, path, more, words) => {
    const refused = fetched(path, more)
    await expect(refused).rejects.toThrow(words)
    await expect(refused).rejects.toBeInstanceOf(PermanentFetchError)
  })

  it.each([
    ['that comes too slowly', '/cases/silent', { timeoutMs: 200 }, 'within 0 s'],
    ['that is cut', '/cases/torn', {}, /closed the connection|aborted/],
    ['whose server is busy', '/cases/busy', {}, 'status 503'],
    ['whose server has an unknown certificate', '/cases/ok.zip', { ca: undefined }, /certificate/],
  ])('can be retried: %s', async (_, path, more, words) => {
    const refused = fetched(path, more)
    await expect(refused).rejects.toThrow(words)
    await expect(refused).rejects.not.toBeInstanceOf(PermanentFetchError)
  })
})

import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'

/** Returns what is missing to create certificates; undefined if nothing is. */
export const missingForHttps = (): string | undefined =>
  spawnSync('openssl', ['version']).status === 0 ? undefined : 'openssl (Debian’s package openssl)'

export interface HttpsServer {
  /** `https://localhost:12345` */
  readonly origin: string
  readonly ca: string
  close(): Promise<void>
}

/** Starts an HTTPS server on this machine with a new self-signed certificate. */
export async function httpsServer(listener: RequestListener): Promise<HttpsServer> {
  const folder = temporaryFolder('https')
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    keyFile,
  ]
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, '-out', certFile, ...subject], {
    stdio: 'ignore',
  })
  const ca = readFileSync(certFile, 'utf8')
  const server = createServer({ key: readFileSync(keyFile), cert: ca }, listener).listen(
    0,
    'localhost',
  )
  rmSync(folder, { recursive: true })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return {
    origin: `https://localhost:${address.port}`,
    ca,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { temporaryFolder } from '../temporary-folder.ts'

/** Returns what is missing to run Redis; undefined if nothing is. */
export function missingForRedis(): string | undefined {
  return spawnSync('redis-server', ['--version']).status === 0
    ? undefined
    : 'redis-server (Debian’s package redis-server)'
}

/** A Redis server for tests. Unless it is persistent, it saves nothing to disk. */
export class RedisServer {
  readonly url: string
  private readonly folder = temporaryFolder('redis')
  private readonly port: number
  private readonly isPersistent: boolean
  private server: ChildProcess | undefined

  private constructor(port: number, isPersistent: boolean) {
    this.port = port
    this.isPersistent = isPersistent
    this.url = `redis://127.0.0.1:${port}`
  }

  static async start({ isPersistent = false } = {}): Promise<RedisServer> {
    const redis = new RedisServer(await freePort(), isPersistent)
    await redis.listen()
    return redis
  }

  /** Starts the server on the same port as before: without data, unless it is persistent. */
  async listen(): Promise<void> {
    const options = [
      '--port',
      String(this.port),
      '--bind',
      '127.0.0.1',
      '--dir',
      this.folder,
      '--save',
      '',
      '--appendonly',
      this.isPersistent ? 'yes' : 'no',
      '--appendfsync',
      'always',
    ]
    const server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] })
    this.server = server
    let output = ''
    for await (const chunk of server.stdout) {
      output += String(chunk)
      if (output.includes('Ready to accept connections')) {
        server.stdout.resume()
        return
      }
    }
    throw new Error(`redis-server did not start:\n${output}`)
  }

  /** Kills the server, as if its machine lost power. */
  async kill(): Promise<void> {
    const { server } = this
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill('SIGKILL')
    await exited
  }

  async close(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return address.port
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { temporaryFolder } from '../temporary-folder.ts'

/** What is missing to run a Redis, in words. */
export function missingForRedis(): string | undefined {
  return spawnSync('redis-server', ['--version']).status === 0
    ? undefined
    : 'redis-server (Debian’s package redis-server)'
}

/** A Redis of its own that keeps nothing on disk. */
export class RedisServer {
  readonly url: string
  private readonly folder = temporaryFolder('redis')
  private readonly port: number
  private server: ChildProcess | undefined

  private constructor(port: number) {
    this.port = port
    this.url = `redis://127.0.0.1:${port}`
  }

  static async start(): Promise<RedisServer> {
    const redis = new RedisServer(await freePort())
    await redis.listen()
    return redis
  }

  /** Starts it, empty, on the same port as before. */
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
      'no',
    ]
    const server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] })
    this.server = server
    let said = ''
    for await (const piece of server.stdout) {
      said += String(piece)
      if (said.includes('Ready to accept connections')) {
        server.stdout.resume()
        return
      }
    }
    throw new Error(`redis-server did not start:\n${said}`)
  }

  /** As when its machine loses power. */
  async kill(): Promise<void> {
    const { server } = this
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const gone = once(server, 'exit')
    server.kill('SIGKILL')
    await gone
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

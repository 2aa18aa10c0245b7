import type { OutputStream } from '../terminal/output-stream.ts'

/** The parts of the process that a command uses. */
export interface CommandContext {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly version: string
  /** Program of the threads that read files in parallel. */
  readonly readWorker: URL
  /** Program of the threads that analyze bundles. */
  readonly batchWorker: URL
  /** Program of the thread that notices a blocked event loop. */
  readonly watchdogWorker: URL
  /** Milliseconds UTC. */
  now(): number
}

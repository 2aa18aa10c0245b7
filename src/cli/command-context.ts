/** What a command has of the process around it. */
export interface CommandContext {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly version: string
  /** Program of the threads that read beside this one. */
  readonly readWorker: URL
  /** Program of the threads that judge bundles. */
  readonly batchWorker: URL
  /** Milliseconds UTC. */
  now(): number
}

#!/usr/bin/env node
import type { ExitCode } from './analysis/exit-code.ts'
import type { CommandContext } from './cli/command-context.ts'
import type { CommandName } from './cli/command-definitions.ts'
import type { CommandLine, RawCommandLine } from './cli/command-line.ts'
import { outputStream } from './terminal/output-stream.ts'
import { joinLines, type TerminalText, terminal } from './terminal/terminal-text.ts'

/** Defined when the program is built, from package.json. */
declare const VERSION: string
declare const BUGS_URL: string

type Command<Name extends CommandName> = (
  line: CommandLine<Name>,
  ctx: CommandContext,
) => Promise<ExitCode>

/** Each command is loaded when it is used, with what it needs. */
const commands: { readonly [Name in CommandName]: () => Promise<Command<Name>> } = {
  analyze: async () => (await import('./commands/analyze.ts')).analyze,
  collect: async () => (await import('./commands/machine/collect.ts')).collect,
  doctor: async () => (await import('./commands/machine/doctor.ts')).doctor,
  verify: async () => (await import('./commands/machine/verify.ts')).verify,
  batch: async () => (await import('./commands/batch.ts')).batch,
  merge: async () => (await import('./commands/merge.ts')).merge,
  summarize: async () => (await import('./commands/summarize.ts')).summarize,
  diff: async () => (await import('./commands/diff/diff.ts')).diff,
  worker: async () => (await import('./commands/worker.ts')).worker,
  watch: async () => (await import('./commands/watch.ts')).watch,
  show: async () => (await import('./commands/show/show.ts')).show,
  redact: async () => (await import('./commands/redact.ts')).redact,
  unredact: async () => (await import('./commands/unredact.ts')).unredact,
  rules: async () => (await import('./commands/rules.ts')).rules,
  explain: async () => (await import('./commands/explain.ts')).explain,
  render: async () => (await import('./commands/render.ts')).render,
  etl: async () => (await import('./commands/etl/etl.ts')).etl,
}

async function run(argv: readonly string[], ctx: CommandContext): Promise<ExitCode> {
  // Programs ask for the version often: it is answered before the parser of arguments is loaded.
  if (argv.length === 1 && argv[0] === '--version') return printVersion(ctx)
  const { splitCommandLine } = await import('./cli/command-line.ts')
  const line = splitCommandLine(argv)
  if (line.wantsVersion) return printVersion(ctx)
  // Started on the user's machine, perhaps by a double click: says what is there and what to do.
  if (argv.length === 0 && ctx.platform === 'win32') return runCommand('doctor', line, ctx)
  if (line.wantsHelp || line.command === undefined) return printHelp(line, ctx)
  return runCommand(line.command, line, ctx)
}

async function runCommand<Name extends CommandName>(
  name: Name,
  line: RawCommandLine,
  ctx: CommandContext,
): Promise<ExitCode> {
  const { parseCommandLine } = await import('./cli/command-line.ts')
  const parsed = await parseCommandLine(name, line)
  if (parsed.options.ascii || ctx.platform === 'win32') {
    const { applyAsciiOutput } = await import('./cli/ascii-output.ts')
    applyAsciiOutput(parsed.options, ctx)
  }
  const command = await commands[name]()
  return command(parsed, ctx)
}

function printVersion({ stdout, version }: CommandContext): ExitCode {
  stdout.write(terminal`${version}\n`)
  return 0
}

/** Help that was asked for is output. Without a command, help is an error message. */
async function printHelp(
  { command, options, wantsHelp }: RawCommandLine,
  { stdout, stderr, env }: CommandContext,
): Promise<ExitCode> {
  const { helpText } = await import('./cli/help.ts')
  const { detectTextStyle } = await import('./terminal/detect-text-style.ts')
  const stream = wantsHelp ? stdout : stderr
  const noColor = options['no-color'] !== undefined
  stream.write(helpText(command, detectTextStyle(stream, env, noColor)))
  return wantsHelp ? 0 : 2
}

/** A UsageError says the fix. Any other error is a bug, and is shown with its stack. */
async function errorText(error: unknown): Promise<TerminalText> {
  if (error instanceof Error && error.name === 'UsageError')
    return terminal`spoolscope: ${error.message}\n`
  const { sourceMappedStack } = await import('./cli/source-mapped-stack.ts')
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const details = sourceMappedStack(stack)
  return joinLines([
    `spoolscope: a bug in spoolscope. Report it at ${BUGS_URL} with these lines:`,
    `spoolscope ${VERSION}, Node.js ${process.version}, ${process.platform} ${process.arch}`,
    ...details.split('\n'),
  ])
}

const { stdin, env, platform } = process
const [stdout, stderr] = [outputStream(process.stdout), outputStream(process.stderr)]
for (const stream of [stdout, stderr]) {
  stream.raw.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has ended, such as `head`: nobody is left to write to.
    // A batch whose results were not read to their end is not finished.
    if (error.code === 'EPIPE') process.exit(process.argv[2] === 'batch' ? 2 : undefined)
    if (stream === stdout) stderr.write(terminal`spoolscope: ${standardOutputError(error)}\n`)
    process.exit(2)
  })
}

const standardOutputError = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ENOSPC'
    ? 'Cannot write standard output: no space is left on the device. Free some space.'
    : `Cannot write standard output: ${message}.`

try {
  process.exitCode = await run(process.argv.slice(2), {
    get stdin() {
      return stdin
    },
    stdout,
    stderr,
    env,
    platform,
    version: VERSION,
    now: Date.now,
    readWorker: new URL('./workers/read-worker.js', import.meta.url),
    batchWorker: new URL('./workers/batch-worker.js', import.meta.url),
  })
} catch (error) {
  stderr.write(await errorText(error))
  process.exitCode = 2
}

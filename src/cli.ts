#!/usr/bin/env node
import type { ExitCode } from './analysis/exit-code.ts'
import type { CommandContext } from './cli/command-context.ts'
import type { CommandLine } from './cli/command-line.ts'
import { toPrintable } from './model/printable.ts'

/** Put here when the program is built. */
declare const VERSION: string

/** Each command with what it needs is loaded only when it is asked for. */
const commands = {
  analyze: async () => (await import('./commands/analyze.ts')).analyze,
  batch: async () => (await import('./commands/batch.ts')).batch,
  merge: async () => (await import('./commands/merge.ts')).merge,
  summarize: async () => (await import('./commands/summarize.ts')).summarize,
  diff: async () => (await import('./commands/diff.ts')).diff,
  worker: async () => (await import('./commands/worker.ts')).worker,
  watch: async () => (await import('./commands/watch.ts')).watch,
  redact: async () => (await import('./commands/redact.ts')).redact,
  unredact: async () => (await import('./commands/unredact.ts')).unredact,
  rules: async () => (await import('./commands/rules.ts')).rules,
  explain: async () => (await import('./commands/explain.ts')).explain,
  render: async () => (await import('./commands/render.ts')).render,
  etl: async () => (await import('./commands/etl/etl.ts')).etl,
}

async function runCommand(argv: readonly string[], around: CommandContext): Promise<ExitCode> {
  // Asked for often and by programs: answered before even the parser of arguments is loaded.
  if (argv.length === 1 && argv[0] === '--version') return printVersion(around)
  const { parseCommandLine } = await import('./cli/command-line.ts')
  const asked = parseCommandLine(argv)
  if (asked.version) return printVersion(around)
  if (asked.help || asked.command === undefined) return printHelp(asked, around)
  const command = await commands[asked.command]()
  return command(asked, around)
}

function printVersion({ stdout, version }: CommandContext): ExitCode {
  stdout.write(`${version}\n`)
  return 0
}

/** Asked for: on stdout. For want of a command: on stderr, as wrong usage. */
async function printHelp(
  { command, options, help: asked }: CommandLine,
  { stdout, stderr, env }: CommandContext,
): Promise<ExitCode> {
  const { helpText } = await import('./cli/help.ts')
  const { detectTextStyle: lookOf } = await import('./terminal/detect-text-style.ts')
  const stream = asked ? stdout : stderr
  stream.write(helpText(command, lookOf(stream, env, options['no-color'] === true)))
  return asked ? 0 : 2
}

/** Bad usage says the fix; anything else that is thrown is a bug, and shows where. */
function errorMessage(error: unknown): string {
  if (!(error instanceof Error)) return `a bug: ${String(error)}`
  return error.name === 'UsageError'
    ? toPrintable(error.message)
    : `a bug in spoolscope, please report it: ${error.stack ?? error.message}`
}

const { stdin, stdout, stderr, env, platform } = process
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit() // the reader has gone (`| head`): nothing more to say
  })
}
try {
  process.exitCode = await runCommand(process.argv.slice(2), {
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
  stderr.write(`spoolscope: ${errorMessage(error)}\n`)
  process.exitCode = 2
}

import type { ExitCode } from './analysis/exit-code.ts'
import type { CommandContext } from './cli/command-context.ts'
import type { CommandName } from './cli/command-definitions.ts'
import type { CommandLine, RawCommandLine } from './cli/command-line.ts'
import type { HelpTopic } from './cli/help-page.ts'
import type { RawOptions } from './cli/options/define-option.ts'
import type { SignalExitCode } from './cli/signal-guard.ts'

export { writeOutputFile as writeFile } from './output/output-file.ts'

import { standardStream } from './cli/standard-stream.ts'
import { joinLines, type TerminalText, terminal } from './terminal/terminal-text.ts'

/** Defined when the program is built, from package.json. */
declare const VERSION: string
declare const BUGS_URL: string

type ProgramExitCode = ExitCode | SignalExitCode

type Command<Name extends CommandName> = (
  line: CommandLine<Name>,
  ctx: CommandContext,
) => Promise<ProgramExitCode>

/** Help is printed here. */
type RunnableCommand = Exclude<CommandName, 'help'>

/** Each command is loaded when it is used, with what it needs. */
const commands: { readonly [Name in RunnableCommand]: () => Promise<Command<Name>> } = {
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
  redact: async () => (await import('./commands/redaction/redact.ts')).redact,
  pack: async () => (await import('./commands/pack/pack.ts')).pack,
  unredact: async () => (await import('./commands/redaction/unredact.ts')).unredact,
  rules: async () => (await import('./commands/rules.ts')).rules,
  explain: async () => (await import('./commands/explain.ts')).explain,
  render: async () => (await import('./commands/render/render.ts')).render,
  'etl info': async () => (await import('./commands/etl/etl-info.ts')).etlInfo,
  'etl print': async () => (await import('./commands/etl/etl-print.ts')).etlPrint,
  config: async () => (await import('./commands/config.ts')).config,
  completion: async () => (await import('./commands/completion.ts')).completion,
}

async function run(argv: readonly string[], ctx: CommandContext): Promise<ProgramExitCode> {
  // Asked often by programs, or at every Tab: answered before the parser of arguments is loaded.
  const [first] = argv
  if (argv.length === 1 && (first === '--version' || first === '-V')) return printVersion(ctx)
  if (argv.length === 1 && (first === '--help' || first === '-h' || first === 'help'))
    return printHelp(undefined, ctx)
  if (first === '__complete') {
    const { printCompletions } = await import('./cli/completion/print-completions.ts')
    return printCompletions(argv.slice(1), ctx)
  }
  // Started on the user's machine, perhaps by a double click: says what is there and what to do.
  if (argv.length === 0 && ctx.platform !== 'win32') return printShortHelp(ctx)
  const { splitCommandLine } = await import('./cli/command-line.ts')
  const line = await splitCommandLine(argv.length === 0 ? ['doctor'] : argv)
  const { command, parent, operands, options } = line
  if (options.version) return printVersion(ctx, options.verbose !== undefined)
  if (command !== undefined && command !== 'help' && !options.help)
    return runCommand(command, line, ctx)
  if (command !== 'help') return printHelp(command ?? parent, ctx, options)
  const { findHelpTopic } = await import('./cli/help.ts')
  return printHelp(findHelpTopic(operands), ctx, options)
}

async function runCommand<Name extends RunnableCommand>(
  name: Name,
  line: RawCommandLine,
  ctx: CommandContext,
): Promise<ProgramExitCode> {
  const { parseCommandLine } = await import('./cli/command-line.ts')
  const { env, platform } = ctx
  const workingDirectory = currentFolder()
  const parsed = await parseCommandLine(name, line, { env, platform, workingDirectory })
  if (parsed.options.ascii || ctx.platform === 'win32') {
    const { applyAsciiOutput } = await import('./cli/ascii-output.ts')
    applyAsciiOutput(parsed.options, ctx)
  }
  if (ctx.stderr.isTTY) {
    const { wrapMessages } = await import('./cli/wrap-messages.ts')
    wrapMessages(ctx.stderr.raw)
  }
  const key = keyInUse(parsed.options)
  if (key !== undefined) {
    const { warnReadableKey } = await import('./cli/warn-readable-key.ts')
    if (!parsed.options.quiet) warnReadableKey(key, ctx)
  }
  if (parsed.configuration !== undefined && name !== 'config') {
    const { noteConfiguration } = await import('./cli/config/note-configuration.ts')
    noteConfiguration(parsed, ctx)
  }
  if (parsed.options.verbose) {
    const { describeRun } = await import('./cli/describe-run.ts')
    ctx.stderr.write(describeRun(name, parsed, versionDetails()))
  }
  const command = await commands[name]()
  return command(parsed, ctx)
}

/** The file of the key that this run redacts with. A configuration may name one for other runs. */
function keyInUse(options: Readonly<Record<string, unknown>>): string | undefined {
  const { 'redact-key': key, redact = true } = options
  return typeof key === 'string' && redact === true ? key : undefined
}

/** Undefined when the working directory was removed. */
function currentFolder(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}

function printVersion({ stdout, version }: CommandContext, isVerbose = false): ExitCode {
  stdout.write(terminal`${isVerbose ? versionDetails() : version}\n`)
  return 0
}

const versionDetails = (): string =>
  `spoolscope ${VERSION}, Node.js ${process.version}, ${process.platform} ${process.arch}`

async function printHelp(
  topic: HelpTopic,
  { stdout, env }: CommandContext,
  { color = [] }: RawOptions = {},
): Promise<ExitCode> {
  const { helpText } = await import('./cli/help.ts')
  const { COLOR_CHOICES, detectTextStyle } = await import('./terminal/detect-text-style.ts')
  const choice = COLOR_CHOICES.find((known) => color !== true && color.includes(known))
  stdout.write(helpText(topic, detectTextStyle(stdout, env, choice ?? 'auto')))
  return 0
}

async function printShortHelp({ stdout, env }: CommandContext): Promise<ExitCode> {
  const { shortHelpText } = await import('./cli/help.ts')
  const { detectTextStyle } = await import('./terminal/detect-text-style.ts')
  stdout.write(shortHelpText(detectTextStyle(stdout, env, 'auto')))
  return 0
}

/** A UsageError says the fix. Any other error is a bug, and is shown with its stack. */
async function errorText(error: unknown, isDebug: boolean): Promise<TerminalText> {
  const isUsageError = error instanceof Error && error.name === 'UsageError'
  if (isUsageError && !isDebug) return terminal`spoolscope: ${error.message}\n`
  const { sourceMappedStack } = await import('./cli/source-mapped-stack.ts')
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return joinLines([
    isUsageError
      ? `spoolscope: ${error.message}`
      : `spoolscope: a bug in spoolscope. Report it at ${BUGS_URL} with these lines:`,
    versionDetails(),
    ...sourceMappedStack(stack).split('\n'),
  ])
}

/** Shows the error, wrapped on a terminal. */
async function writeError(error: unknown, argv: readonly string[]): Promise<void> {
  const ownArguments = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  if (stderr.isTTY) {
    const { wrapMessages } = await import('./cli/wrap-messages.ts')
    wrapMessages(stderr.raw)
  }
  stderr.write(await errorText(error, ownArguments.includes('--debug')))
}

const { env, platform } = process
const stdout = standardStream('stdout', (error) => {
  endWithoutReader(error)
  stderr.write(terminal`spoolscope: ${standardOutputError(error)}\n`)
  process.exit(2)
})
const stderr = standardStream('stderr', (error) => {
  endWithoutReader(error)
  process.exit(2)
})

/** The reader has ended, such as `head`: nobody is left to write to. */
function endWithoutReader({ code }: NodeJS.ErrnoException): void {
  // A batch whose results were not read to their end is not finished.
  if (code === 'EPIPE') process.exit(process.argv[2] === 'batch' ? 2 : undefined)
}

const standardOutputError = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ENOSPC'
    ? 'Cannot write standard output: no space is left on the device. Free some space.'
    : `Cannot write standard output: ${message}.`

async function start(argv: readonly string[]): Promise<void> {
  try {
    process.exitCode = await run(argv, {
      get stdin() {
        return process.stdin
      },
      stdout,
      stderr,
      env,
      platform,
      version: VERSION,
      now: Date.now,
      get readWorker() {
        return new URL('./workers/read-worker.js', import.meta.url)
      },
      get batchWorker() {
        return new URL('./workers/batch-worker.js', import.meta.url)
      },
      get watchdogWorker() {
        return new URL('./workers/watchdog-worker.js', import.meta.url)
      },
    })
  } catch (error) {
    await writeError(error, argv)
    process.exitCode = 2
  }
}

void start(process.argv.slice(2))

import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { startProgress } from '../../cli/progress.ts'
import { onStopSignal } from '../../cli/signal-guard.ts'
import { BundleWriter } from '../../collect/bundle-writer.ts'
import {
  type CollectResult,
  collectBundle,
  describeResult,
  fileNamePart,
  type MachineText,
} from '../../collect/collect-bundle.ts'
import { localFiles } from '../../collect/local-files.ts'
import { findClientFolders } from '../../inputs/find-client-folders.ts'
import type { FoundInput } from '../../inputs/find-files.ts'
import { readConfigurationFromClipboard } from '../../inputs/machine/clipboard.ts'
import {
  type MachineFacts,
  REGISTRY_NAME,
  readMachineFacts,
} from '../../inputs/machine/machine-facts.ts'
import { createProgramRunner } from '../../inputs/machine/registry-values.ts'
import { describeReadError } from '../../inputs/read-error.ts'
import type { UnreadItem } from '../../model/collection/collection-manifest.ts'
import { defined, present, when } from '../../model/defined.ts'
import { formatCount, minutes } from '../../model/duration.ts'
import { toIsoTime } from '../../model/moment.ts'
import { UsageError } from '../../model/usage-error.ts'
import { STANDARD_OUTPUT } from '../../output/output-file.ts'
import { rejectEvidencePath } from '../../output/reject-evidence-path.ts'
import { RedactedCopies } from '../../redact/redacted-copies.ts'
import { TokenGenerator } from '../../redact/token-generator.ts'
import { isTerminal } from '../../terminal/detect-text-style.ts'
import { joinLines } from '../../terminal/terminal-text.ts'
import { RedactionMap } from '../redaction/redaction-map.ts'
import { resolveRedaction } from '../redaction/redaction-settings.ts'
import { waitWithCountdown } from './countdown.ts'
import { printScript } from './print-script.ts'

const CONFIGURATION_NAME = 'configuration-information.txt'
const DEFAULT_WAIT_MS = minutes(5)
const MAX_LISTED_PROBLEMS = 10

/** `spoolscope collect`: saves the evidence of this machine into one file, and changes nothing. */
export async function collect(
  line: CommandLine<'collect'>,
  ctx: CommandContext,
): Promise<ExitCode> {
  const { operands, options } = line
  const { env, platform, stdout, now } = ctx
  if (options.script !== undefined) {
    printScript(options.script, options, ctx)
    return 0
  }
  if (options.redact && options['with-messages'])
    throw new UsageError('--with-messages collects messages as they are. Omit it, or --redact.')
  const roots = (operands.length === 0 ? findClientFolders(env, platform) : operands).map((root) =>
    resolve(root),
  )
  for (const root of roots) rejectOtherFolder(root)
  const facts = readMachineFacts(env, platform, now())
  const output =
    options.output ?? `spoolscope-${fileNamePart(facts.machine)}-${timeName(now())}.zip`
  rejectOutput(output, roots)
  if (options['redact-map'] !== undefined)
    rejectEvidencePath(options['redact-map'], roots.map(toFolder), 'redact-map')
  const texts = readTexts(options, facts, ctx)
  const redaction = createRedaction(options)
  // A signal may arrive as soon as the temporary file is there.
  let bundle: BundleWriter | undefined
  const endSignals = onStopSignal(() => bundle?.discard())
  try {
    bundle = new BundleWriter(output, { stdout: stdout.raw, option: 'output' })
    const result = await runCollection(bundle, roots, facts, texts, redaction?.copies, line, ctx)
    await bundle.commit()
    printResult(output, result, options.quiet, ctx)
    return 0
  } catch (error) {
    bundle?.discard()
    throw error
  } finally {
    endSignals()
    redaction?.map?.close()
  }
}

interface CollectedTexts {
  readonly texts: readonly MachineText[]
  readonly unread: readonly UnreadItem[]
}

async function runCollection(
  bundle: BundleWriter,
  roots: readonly string[],
  facts: MachineFacts,
  { texts, unread }: CollectedTexts,
  redaction: RedactedCopies | undefined,
  { options }: CommandLine<'collect'>,
  ctx: CommandContext,
): Promise<CollectResult> {
  const { platform, version, now, stderr, stdin, env } = ctx
  const isShown = isTerminal(stderr, env) && !options.quiet
  const progress = startProgress(stderr, 0, isShown)
  if (options['with-messages'] && !options.quiet)
    stderr.write(
      joinLines([
        'The spooled files are people’s messages. They are collected because of --with-messages: ' +
          'ask the people, and send the bundle only to those who may read them.',
      ]),
    )
  return collectBundle(bundle, {
    roots,
    machine: facts.machine,
    timeZone: facts.timeZone,
    texts,
    unread,
    withMessages: options['with-messages'],
    followLinks: options['follow-links'],
    tool: { name: 'spoolscope', version },
    platform,
    files: localFiles,
    now,
    onBytes: (bytes) => progress.add(bytes),
    async waitForSecondLook(spooledCount) {
      progress.end()
      const isInteractive = isShown && stdin.isTTY === true
      const wait = options.again ?? (isInteractive && spooledCount > 0 ? DEFAULT_WAIT_MS : 0)
      if (wait === 0) return false
      await waitWithCountdown(wait, 'Second look at the spool', isInteractive, ctx)
      return true
    },
    ...defined({ client: facts.client, redaction }),
  })
}

/** A Lync folder contains Tracing or a folder of a user. Another one is probably a mistake. */
function rejectOtherFolder(root: string): void {
  const stats = statSync(root, { throwIfNoEntry: false })
  if (stats === undefined)
    throw new UsageError(`No such folder: ${root}. Check the path, or quote it if it has spaces.`)
  if (!stats.isDirectory())
    throw new UsageError(`${root} is not a folder. Pass the Lync folder that contains Tracing.`)
  let count = 0
  for (const { name } of localFiles.list(root)) {
    if (/^(?:tracing$|sip_|history spooler$)/i.test(String(name))) return
    count += 1
    if (count > 10_000) break
  }
  if (!/[\\/]1[56]\.0[\\/]Lync[\\/]*$/i.test(root))
    throw new UsageError(
      `${root} contains neither Tracing nor a folder sip_<user@domain>. ` +
        'Pass the Lync folder that contains them.',
    )
}

/** A bundle is never written over a file, and never into what is collected. */
function rejectOutput(output: string, roots: readonly string[]): void {
  if (output === STANDARD_OUTPUT) return
  if (existsSync(output) && statSync(output).isFile())
    throw new UsageError(`${output} already exists. Choose another name with --output.`)
  rejectEvidencePath(output, roots.map(toFolder))
}

/** A folder that nothing may be written into. */
const toFolder = (location: string): FoundInput => ({
  kind: 'spool-folder',
  location,
  path: location,
  bytes: 0,
})

/** `20160920-083100Z` */
const timeName = (at: number): string =>
  toIsoTime(at).replace(/[-:]/g, '').replace('T', '-').replace(/\.\d+/, '')

function readTexts(
  options: CommandLine<'collect'>['options'],
  facts: MachineFacts,
  ctx: CommandContext,
): CollectedTexts {
  const unread = [...facts.unread]
  const file = options['configuration-information']
  const configuration =
    file === undefined
      ? options['from-clipboard']
        ? readClipboardText(ctx, unread)
        : undefined
      : readConfiguration(file)
  if (configuration === undefined && !options['from-clipboard'])
    unread.push({
      path: 'Configuration Information',
      reason: 'not given: --configuration-information or --from-clipboard',
    })
  const registry = facts.registry && { name: REGISTRY_NAME, content: facts.registry }
  const information = configuration && { name: CONFIGURATION_NAME, content: configuration }
  return { texts: present([registry, information]), unread }
}

function readConfiguration(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${describeReadError(error)}. Check the path.`)
  }
}

function readClipboardText(
  { env, platform }: CommandContext,
  unread: UnreadItem[],
): Uint8Array | undefined {
  if (platform !== 'win32')
    throw new UsageError(
      '--from-clipboard works on Windows only. Paste the text into a file, ' +
        'and pass it with --configuration-information.',
    )
  const clipboard = readConfigurationFromClipboard(createProgramRunner(env))
  if ('text' in clipboard) return Buffer.from(clipboard.text)
  unread.push({ path: 'Configuration Information', reason: clipboard.reason })
  return undefined
}

function createRedaction(options: CommandLine<'collect'>['options']) {
  if (!options.redact) {
    const detail = (['redact-key', 'redact-map'] as const).find(
      (name) => options[name] !== undefined,
    )
    if (detail !== undefined)
      throw new UsageError(`--${detail} says how to redact: it needs --redact.`)
    return undefined
  }
  const settings = resolveRedaction({
    'redact-key': options['redact-key'],
    'redact-map': options['redact-map'],
    'redact-shift': false,
  })
  const map = settings.map === undefined ? undefined : new RedactionMap(settings.map, settings)
  const tokens = new TokenGenerator(settings.key, map?.add)
  for (const entry of map?.knownEntries ?? []) tokens.restore(entry)
  return { copies: new RedactedCopies(tokens), map }
}

function printResult(
  output: string,
  { manifest, fingerprint }: CollectResult,
  isQuiet: boolean,
  { stderr }: CommandContext,
): void {
  if (isQuiet) return
  const lines = [
    `Collected ${describeResult(manifest)}.`,
    ...problemLines(manifest.unread ?? []),
    output === STANDARD_OUTPUT ? undefined : `Bundle written to ${resolve(output)}`,
    `Fingerprint ${fingerprint}`,
    `Prove that it is unchanged: spoolscope verify ${join(output)}`,
  ]
  stderr.write(joinLines(present(lines)))
}

function problemLines(unread: readonly UnreadItem[]): string[] {
  if (unread.length === 0) return []
  const listed = unread.slice(0, MAX_LISTED_PROBLEMS)
  const more = unread.length - listed.length
  return [
    `Not collected (${formatCount(unread.length, 'item')}, all in the manifest):`,
    ...listed.map(({ path, reason }) => `  ${path}: ${reason}`),
    ...when(more > 0, () => [`  and ${more} more`]),
  ]
}

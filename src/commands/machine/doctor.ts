import { resolve } from 'node:path'
import { analyzeCase } from '../../analysis/analyze-case.ts'
import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { examineFolder } from '../../collect/examine-folder.ts'
import { localFiles } from '../../collect/local-files.ts'
import type { SurveyOptions } from '../../collect/survey-folder.ts'
import { findClientFolders } from '../../inputs/find-client-folders.ts'
import { statInput } from '../../inputs/find-files.ts'
import { findOtherProfiles } from '../../inputs/machine/find-profiles.ts'
import {
  type MachineFacts,
  machineInputs,
  readMachineFacts,
} from '../../inputs/machine/machine-facts.ts'
import { describeReadError } from '../../inputs/read-error.ts'
import type { UnreadItem } from '../../model/collection/collection-manifest.ts'
import { formatBytes, formatCount, formatNumber } from '../../model/duration.ts'
import { formatMoment, formatUtcOffset } from '../../model/moment.ts'
import { UsageError } from '../../model/usage-error.ts'
import { loggingNotFull } from '../../rules/logging-not-full.ts'
import { detectTextStyle } from '../../terminal/detect-text-style.ts'
import { paint, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { joinLines, type TerminalText, type Text, terminal } from '../../terminal/terminal-text.ts'

const MAX_LISTED_PROBLEMS = 20
const INDENT = 2

/** `spoolscope doctor`: finds the folders of the client, says what can be read, and what to do. */
export async function doctor(
  { operands, options }: CommandLine<'doctor'>,
  ctx: CommandContext,
): Promise<ExitCode> {
  const { stdout, env, platform, now } = ctx
  const page = new Page(detectTextStyle(stdout, env, options.color))
  const own = operands.length > 0 ? undefined : ownFolders(ctx)
  const folders = own?.folders ?? operands.map((path) => resolve(path))
  for (const path of operands) rejectNonFolder(path)
  const links = { followLinks: options['follow-links'] }
  let isReadable = folders.length > 0
  if (own?.problem !== undefined) page.addText(own.problem)
  for (const folder of folders) isReadable = addFolder(page, folder, platform, links) && isReadable
  if (operands.length === 0) addOtherProfiles(page, env, platform)
  const facts = readMachineFacts(env, platform, now())
  await addMachine(page, facts, ctx)
  addCommands(page, own ? [] : operands, folders.length > 0)
  stdout.write(page.text())
  return isReadable ? 0 : 1
}

/** Of this user; with the problem where there are none. */
function ownFolders({ env, platform }: CommandContext): {
  readonly folders: readonly string[]
  readonly problem?: string
} {
  try {
    return { folders: findClientFolders(env, platform) }
  } catch (error) {
    if (!(error instanceof UsageError) || platform !== 'win32') throw error
    return { folders: [], problem: error.message }
  }
}

function rejectNonFolder(path: string): void {
  if (!statInput(path).isDirectory())
    throw new UsageError(`${path} is not a folder. Pass the Lync folder that contains Tracing.`)
}

/** Returns whether all of the folder can be read. */
function addFolder(
  page: Page,
  folder: string,
  platform: NodeJS.Platform,
  links: SurveyOptions,
): boolean {
  page.addHeading(folder)
  try {
    const { logCount, logBytes, lastWritten, spools, unread } = examineFolder(
      folder,
      localFiles,
      platform,
      links,
    )
    const until = lastWritten === undefined ? '' : `, written until ${formatMoment(lastWritten)}`
    page.addLine(
      logCount === 0
        ? 'Logs: none in Tracing'
        : `Logs: ${formatCount(logCount, 'file')}, ${formatBytes(logBytes)}${until}`,
    )
    if (spools.length === 0) page.addLine('History Spooler: none')
    for (const { path, itemCount, isPartial, oldest } of spools) {
      const atLeast = isPartial ? 'at least ' : ''
      const which = isPartial ? 'the oldest of them' : 'the oldest'
      const since = oldest === undefined ? '' : `, ${which} since ${formatMoment(oldest)}`
      page.addLine(`${path}: ${atLeast}${formatCount(itemCount, 'item')}${since}`)
    }
    page.addUnread(unread)
    return unread.length === 0
  } catch (error) {
    page.addLine(`Cannot be read: ${describeReadError(error)}`)
    return false
  }
}

function addOtherProfiles(page: Page, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): void {
  if (platform !== 'win32') return
  const { folders, unread } = findOtherProfiles(env)
  if (folders.length === 0 && unread.length === 0) return
  page.addHeading('Profiles of other users')
  for (const folder of folders) page.addLine(`${folder}: pass this path to read it`)
  page.addUnread(unread)
}

async function addMachine(
  page: Page,
  facts: MachineFacts,
  { stdin, now }: CommandContext,
): Promise<void> {
  const { machine, timeZone, registry } = facts
  page.addHeading('This machine')
  const offset = formatUtcOffset(timeZone.utcOffsetMinutes)
  page.addLine(`${machine}, ${timeZone.name} (UTC${offset}), its clock: ${formatMoment(now())}`)
  if (registry === undefined) {
    page.addLine('Client and logging level: unknown, because the registry was not read')
    return
  }
  const report = await analyzeCase({
    id: machine,
    found: machineInputs(facts, now()),
    rules: [loggingNotFull],
    thresholds: new Map(),
    givenObservations: [],
    codePage: 'windows-1252',
    stdin,
  })
  for (const name of ['clientBuild', 'clientEdition', 'updateChannel']) {
    const fact = report.facts[name]
    page.addLine(fact ? `${fact.label}: ${fact.text}` : `${LABELS[name]}: unknown`)
  }
  const [logging] = report.verdicts
  if (logging === undefined) return
  page.addLine(`Logging: ${logging.message}`)
  if (logging.status === 'flagged')
    page.addLine('How to turn it on: spoolscope explain logging-not-full')
}

const LABELS: Readonly<Record<string, string>> = {
  clientBuild: 'Client build',
  clientEdition: 'Client edition',
  updateChannel: 'Update channel',
}

function addCommands(page: Page, operands: readonly string[], hasFolders: boolean): void {
  page.addHeading('Next')
  const paths = operands.map((path) => ` "${path}"`).join('')
  if (!hasFolders) {
    page.addLine('spoolscope analyze <folder> reads a folder or zip from another machine')
    return
  }
  page.addCommand(`spoolscope analyze${paths}`, 'says what is wrong, how it is known, what to do')
  page.addCommand(`spoolscope watch${paths}`, 'shows it live: send a message to someone offline')
  page.addCommand(`spoolscope collect${paths}`, 'saves it all into one zip, to send to support')
}

/** The lines of the output. Texts are wrapped, and made safe. */
class Page {
  private readonly style: TextStyle
  private readonly lines: Text[] = []

  constructor(style: TextStyle) {
    this.style = style
  }

  addHeading(text: string): void {
    if (this.lines.length > 0) this.lines.push('')
    this.lines.push(paint(this.style, 'bold', safeText(text)))
  }

  addText(text: string): void {
    this.lines.push(...wrapText(safeText(text), this.style.width))
  }

  addLine(text: string): void {
    this.lines.push(...wrapText(safeText(text), this.style.width, { indent: INDENT }))
  }

  /** A command is never wrapped, so that it can be copied. */
  addCommand(command: string, what: string): void {
    this.lines.push(terminal`  ${paint(this.style, 'cyan', safeText(command))}`, `      ${what}`)
  }

  addUnread(unread: readonly UnreadItem[]): void {
    for (const { path, reason } of unread.slice(0, MAX_LISTED_PROBLEMS))
      this.addLine(`Cannot be read: ${path} (${reason})`)
    const more = unread.length - MAX_LISTED_PROBLEMS
    if (more > 0) this.addLine(`and ${formatNumber(more)} more that cannot be read`)
  }

  text(): TerminalText {
    return joinLines(this.lines)
  }
}

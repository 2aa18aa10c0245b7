import type { AnalyzeCaseOptions } from '../analysis/analyze-case.ts'
import type { CommandContext } from '../cli/command-context.ts'
import { type Progress, startProgress } from '../cli/progress.ts'
import type { FoundInput } from '../inputs/find-files.ts'
import { formatReadingProfile, type ReadingProfile } from '../inputs/reading-profiler.ts'
import { defined } from '../model/defined.ts'
import type { CaseReport } from '../model/report.ts'
import { isTerminal } from '../terminal/detect-text-style.ts'
import type { OutputStream } from '../terminal/output-stream.ts'
import { joinLines, terminal } from '../terminal/terminal-text.ts'
import type { CaseSettings } from './analyze-settings.ts'

/** Analyzes the inputs of a case, and shows how reading goes on. */
export async function analyzeFound(
  id: string,
  found: readonly FoundInput[],
  settings: CaseSettings,
  analyzeAll: (options: AnalyzeCaseOptions) => Promise<CaseReport[]>,
  reading: ReadingDisplay,
  ctx: CommandContext,
): Promise<CaseReport[]> {
  const stdin = found.some(isStandardInput) ? ctx.stdin : undefined
  const { rules, thresholds, severities, turnedOff, givenObservations } = settings
  const { clock, codePage, decoding, jobs } = settings
  const cases = await analyzeAll({
    id,
    found,
    rules,
    thresholds,
    severities,
    turnedOff,
    givenObservations,
    codePage,
    decoding,
    stdin,
    ...clock,
    onProgress: reading.onProgress,
    parallel: {
      get worker() {
        return ctx.readWorker
      },
      jobs,
    },
    ...defined({ onProfile: reading.onProfile }),
  }).finally(reading.end)
  // An open standard input that is not read to its end would keep the process alive.
  stdin?.destroy()
  reading.printProfiles()
  return cases
}

export const isStandardInput = ({ location }: FoundInput): boolean => location === '-'

/** Shows on stderr how reading goes on and, with `--verbose`, how each input was read. */
export class ReadingDisplay {
  readonly onProfile: ((profile: ReadingProfile) => void) | undefined
  private readonly found: readonly FoundInput[]
  private readonly stderr: OutputStream
  private readonly progress: Progress
  private readonly profiles = new Map<string, readonly string[]>()

  constructor(
    found: readonly FoundInput[],
    options: { readonly quiet: boolean; readonly verbose: boolean },
    ctx: CommandContext,
  ) {
    const { stderr, env } = ctx
    this.found = found
    this.stderr = stderr
    const isShown = isTerminal(stderr, env) && !options.quiet
    if (isShown && found.some(isStandardInput) && ctx.stdin.isTTY)
      stderr.write(
        terminal`Reading standard input: paste, then end with Ctrl-D (Ctrl-Z and Enter on Windows).\n`,
      )
    const isSizeKnown = found.every(({ kind }) => kind !== 'stream')
    const total = isSizeKnown ? found.reduce((sum, { bytes }) => sum + bytes, 0) : 0
    this.progress = startProgress(stderr, total, isShown)
    if (options.verbose)
      this.onProfile = (profile) => {
        this.profiles.set(profile.input.path, formatReadingProfile(profile))
      }
  }

  readonly onProgress = (bytes: number): void => this.progress.add(bytes)

  readonly end = (): void => this.progress.end()

  printProfiles(): void {
    for (const { path } of this.found) this.stderr.write(joinLines(this.profiles.get(path) ?? []))
  }
}

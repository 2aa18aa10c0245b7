import { defined } from '../../model/defined.ts'
import { seconds } from '../../model/duration.ts'
import { type InputSummary, Tally } from '../../model/tally.ts'
import type { DecodeText } from '../encoding.ts'
import type { FoundInput } from '../find-files.ts'
import type { ParsableInput } from '../input-parser.ts'
import { DISAPPEARED } from '../read-error.ts'
import { isParsable, summarizeInput } from '../read-input.ts'
import { type RecognisedInput, recognise } from '../recognise.ts'
import type { FileEntry, LiveEntry } from './live-tree.ts'
import type { LogFollower } from './log-follower.ts'

/**
 * State of a file that is not followed (yet), to decide whether to follow it, to read it once
 * or to skip it.
 */
interface UnfollowedFile {
  found: FoundInput
  bytes: number
  written: number
  /** Time of the last change, on the steady clock. */
  changedAt: number
  /** Size when it was recognized last; -1 before that. */
  recognisedBytes: number
  /** Size when it was compared with the followed logs last. */
  comparedBytes: number
  recognised?: RecognisedInput
  /** It was read, or there was nothing to read. */
  isDone: boolean
  /** It is a copy of this log, and is not read while the log exists. */
  copyOf?: LogFollower
}

/** The action for a file that is not followed yet. */
export type FileAction =
  | {
      readonly action: 'follow'
      readonly entry: FileEntry
      readonly input: ParsableInput
      readonly changedAt: number
      /** Descriptor of the file, if it is open. */
      readonly descriptor?: number
      /** It begins as another log that was read, and differs behind that. */
      readonly isFork?: boolean
    }
  | { readonly action: 'read-once'; readonly input: RecognisedInput }

type NonSpoolEntry = Exclude<LiveEntry, { readonly kind: 'spool' }>

/** A file that does not change for so long is complete. */
const COMPLETE_AFTER = seconds(2)
/** More bytes than this do not help to recognize a file. */
const MAX_RECOGNISED_BYTES = 256 << 10
/** A shorter file is recognized again on every change, a longer one when it grew by a quarter. */
const SHORT_FILE_BYTES = 4096

/** Decides what to do with the files that are not followed, again and again as they grow. */
export class FileClassifier {
  private readonly files = new Map<string, UnfollowedFile>()
  private readonly decode: DecodeText
  /** All inputs so far that were recognized: they may prove the clock of the case. */
  readonly recognisedInputs: RecognisedInput[] = []

  constructor(decode: DecodeText) {
    this.decode = decode
  }

  /**
   * Returns undefined when there is nothing to do for now. `steady` is the time on the steady
   * clock, `age` the time since the file was written, by its own time stamp.
   */
  async classify(
    entry: NonSpoolEntry,
    now: { readonly steady: number; readonly age: number; readonly atStart: boolean },
  ): Promise<FileAction | undefined> {
    const file = this.fileAt(entry, now.steady - now.age)
    if (entry.kind === 'unreadable') {
      if (file.isDone || !entry.isPermanent) return undefined
      file.isDone = true
      return { action: 'read-once', input: await this.recogniseFound(file.found) }
    }
    const { bytes, written } = entry.file
    if (bytes !== file.bytes || written !== file.written)
      Object.assign(file, { bytes, written, changedAt: now.steady, found: toFoundInput(entry) })
    if (!file.copyOf && shouldRecognise(file)) await this.recognise(file)
    const { recognised } = file
    if (!recognised || file.copyOf || recognised.status === 'unreadable') return undefined
    if (isLogToFollow(recognised)) {
      this.files.delete(entry.location)
      return { action: 'follow', entry, input: recognised, changedAt: file.changedAt }
    }
    const isComplete = now.steady - file.changedAt >= COMPLETE_AFTER
    const canRead = isComplete || (now.atStart && recognised.parser !== undefined)
    if (file.isDone || !canRead) return undefined
    if (file.recognisedBytes !== bytes) await this.recognise(file)
    file.isDone = true
    return { action: 'read-once', input: file.recognised ?? recognised }
  }

  private fileAt(entry: NonSpoolEntry, changedAt: number): UnfollowedFile {
    const known = this.files.get(entry.location)
    if (known) return known
    const { bytes, written } = entry.kind === 'file' ? entry.file : { bytes: 0, written: 0 }
    const file: UnfollowedFile = {
      found: toFoundInput(entry),
      bytes,
      written,
      changedAt,
      recognisedBytes: -1,
      comparedBytes: 0,
      isDone: false,
    }
    this.files.set(entry.location, file)
    return file
  }

  private async recognise(file: UnfollowedFile): Promise<void> {
    file.recognisedBytes = file.bytes
    const recognised = await this.recogniseFound(file.found)
    // The file existed only for a moment.
    if (recognised.problem === DISAPPEARED) delete file.recognised
    else file.recognised = recognised
    const { converted: _, ...withoutText } = recognised
    if (recognised.recognition) this.recognisedInputs.push(withoutText)
  }

  /** Recognizes an open file by its first bytes. Returns it if it is a log to follow. */
  async recogniseLog(entry: FileEntry, head: Uint8Array): Promise<ParsableInput | undefined> {
    const recognised = await this.recogniseFound({
      ...toFoundInput(entry),
      bytes: head.length,
      content: head,
    })
    if (!isLogToFollow(recognised)) return undefined
    this.recognisedInputs.push(recognised)
    return recognised
  }

  private recogniseFound(found: FoundInput): Promise<RecognisedInput> {
    return recognise(found, this.decode)
  }

  /** Whether a file is a copy of a followed log, so that its content was read already. */
  async isCopy(
    entry: FileEntry,
    followers: readonly LogFollower[],
    steadyNow: number,
  ): Promise<boolean> {
    const state = this.fileAt(entry, steadyNow)
    if (state.comparedBytes === entry.file.bytes) return state.copyOf !== undefined
    state.comparedBytes = entry.file.bytes
    delete state.copyOf
    for (const follower of followers) {
      const isCopied = await follower.file
        .isCopiedTo(entry.location, entry.file, follower.entry.file)
        .catch(() => false)
      if (isCopied) state.copyOf = follower
    }
    return state.copyOf !== undefined
  }

  /** The log ended. Copies of it that did not take its place are read as files of their own. */
  forgetCopiesOf(follower: LogFollower): void {
    for (const file of this.files.values()) if (file.copyOf === follower) delete file.copyOf
  }

  /** Forgets all files except those at these locations. */
  retain(locations: ReadonlySet<string>): void {
    for (const location of this.files.keys())
      if (!locations.has(location)) this.files.delete(location)
  }

  problemOf(location: string): string | undefined {
    const { recognised } = this.files.get(location) ?? {}
    return recognised?.status === 'unreadable'
      ? (recognised.problem ?? 'cannot be read')
      : undefined
  }

  /** Summarizes a file that was not read. Returns undefined for an unknown file. */
  summaryOf(location: string): InputSummary | undefined {
    const file = this.files.get(location)
    if (!file) return undefined
    if (file.copyOf) return { ...file.copyOf.summary(), path: file.found.path, bytes: file.bytes }
    const { kind, problem } = file.found
    const unknown: Omit<RecognisedInput, 'found'> = {
      encoding: 'utf-8',
      bomBytes: 0,
      crLineEnds: false,
      status: kind === 'unreadable' ? 'unreadable' : 'empty',
      ...defined({ problem }),
    }
    return summarizeInput({ ...(file.recognised ?? unknown), found: file.found }, new Tally(), 0)
  }
}

/** A text taken out of a document, or out of a mail that quotes it, does not grow any more. */
const isLogToFollow = (input: RecognisedInput): input is ParsableInput =>
  isParsable(input) && input.parser.isLog && !input.converted

/** Whether more is known about a file now than when it was recognized last. */
function shouldRecognise({ recognised, bytes, recognisedBytes, isDone }: UnfollowedFile): boolean {
  if (!recognised || recognised.status === 'unreadable') return true
  const isFinal = recognised.status === 'read' || recognisedBytes >= MAX_RECOGNISED_BYTES
  if (bytes === recognisedBytes || (isDone && isFinal)) return false
  if (recognisedBytes < SHORT_FILE_BYTES || bytes < recognisedBytes) return true
  return bytes - recognisedBytes >= Math.min(SHORT_FILE_BYTES, recognisedBytes / 4)
}

function toFoundInput(entry: NonSpoolEntry): FoundInput {
  const { location, path } = entry
  if (entry.kind === 'unreadable')
    return { kind: 'unreadable', location, path, bytes: 0, problem: entry.problem }
  const { user, file } = entry
  return { kind: 'file', location, path, bytes: file.bytes, ...defined({ user }) }
}

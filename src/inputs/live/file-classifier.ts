import { Readable } from 'node:stream'
import { defined } from '../../model/defined.ts'
import { seconds } from '../../model/duration.ts'
import type { Parser } from '../../model/parser.ts'
import { type InputSummary, Tally } from '../../model/tally.ts'
import type { FoundInput } from '../find-files.ts'
import { summarizeInput } from '../read-input.ts'
import { type DecodeText, type RecognisedInput, recognise } from '../recognise.ts'
import type { FileEntry, LiveEntry } from './live-tree.ts'
import type { LogFollower } from './log-follower.ts'

/** A file that is none of the followed logs. */
interface Newcomer {
  found: FoundInput
  bytes: number
  written: number
  /** When it was seen to change last, on the steady clock. */
  changedAt: number
  /** How long it was when it was tried to recognise it. */
  triedAt: number
  /** How long it was when it was compared with the followed logs. */
  comparedAt: number
  recognised?: RecognisedInput
  /** It was read, or nothing was to be read of it. */
  done: boolean
  /** It has what this log has, and is not read as long as that is there. */
  copyOf?: LogFollower
}

/** What is to be done with a file. */
export type FileAction =
  | {
      readonly is: 'log'
      readonly entry: FileEntry
      readonly recognised: RecognisedInput
      readonly parser: Parser
      readonly changedAt: number
    }
  | { readonly is: 'other'; readonly recognised: RecognisedInput }

type NonSpoolEntry = Exclude<LiveEntry, { readonly kind: 'spool' }>

/** What does not change for so long is written. */
const QUIET = seconds(2)
/** What is not recognised by so many bytes is not recognised by more. */
const LONGEST_TRY = 256 << 10
/**
 * Short files are tried at each change, longer ones when they have grown by a part of their length.
 */
const SHORT = 4096

/** Finds out what the files are that are not followed, trying again as they grow. */
export class FileClassifier {
  private readonly known = new Map<string, Newcomer>()
  private readonly decode: DecodeText
  /** Of all files so far that tell something of the case’s clock. */
  readonly recognisedInputs: RecognisedInput[] = []

  constructor(decode: DecodeText) {
    this.decode = decode
  }

  /**
   * Undefined when nothing is to be done with it for now. `age`: how long ago it was written, by
   * its own time.
   */
  async classify(
    entry: NonSpoolEntry,
    now: { readonly steady: number; readonly age: number; readonly atStart: boolean },
  ): Promise<FileAction | undefined> {
    const one = this.newcomer(entry, now.steady - now.age)
    if (entry.kind === 'unreadable') {
      if (one.done || !entry.lasting) return undefined
      one.done = true
      return { is: 'other', recognised: await this.recogniseFound(one.found) }
    }
    const { bytes, written } = entry.file
    if (bytes !== one.bytes || written !== one.written) {
      Object.assign(one, { bytes, written, changedAt: now.steady, found: foundOf(entry) })
    }
    const quiet = now.steady - one.changedAt >= QUIET
    if (!one.copyOf && worthTrying(one)) await this.recognise(one)
    const { recognised } = one
    if (!recognised || one.copyOf || recognised.status === 'unreadable') return undefined
    const { parser } = recognised
    if (parser?.isLog) {
      this.known.delete(entry.location)
      return { is: 'log', entry, recognised, parser, changedAt: one.changedAt }
    }
    if (one.done || !(quiet || (now.atStart && parser))) return undefined
    if (one.triedAt !== bytes) await this.recognise(one)
    one.done = true
    return { is: 'other', recognised: one.recognised ?? recognised }
  }

  private newcomer(entry: NonSpoolEntry, changedAt: number): Newcomer {
    const known = this.known.get(entry.location)
    if (known) return known
    const file = entry.kind === 'file' ? entry.file : { bytes: 0, written: 0 }
    const { bytes, written } = file
    const fresh: Newcomer = {
      found: foundOf(entry),
      bytes,
      written,
      changedAt,
      triedAt: -1,
      comparedAt: 0,
      done: false,
    }
    this.known.set(entry.location, fresh)
    return fresh
  }

  private async recognise(one: Newcomer): Promise<void> {
    one.triedAt = one.bytes
    const recognised = await this.recogniseFound(one.found)
    // It was there for a moment only.
    if (recognised.problem?.startsWith('ENOENT')) delete one.recognised
    else one.recognised = recognised
    if (recognised.recognition) this.recognisedInputs.push(recognised)
  }

  private recogniseFound(found: FoundInput): Promise<RecognisedInput> {
    return recognise(found, this.decode, Readable.from([]))
  }

  /** Whether a file is a copy of a log that is followed: what is in it was told already. */
  async isCopy(
    entry: FileEntry,
    followers: readonly LogFollower[],
    steady: number,
  ): Promise<boolean> {
    const one = this.newcomer(entry, steady)
    if (one.comparedAt === entry.file.bytes) return one.copyOf !== undefined
    one.comparedAt = entry.file.bytes
    delete one.copyOf
    for (const follower of followers) {
      const copied = await follower.file
        .isCopiedTo(entry.location, entry.file, follower.entry.file)
        .catch(() => false)
      if (copied) one.copyOf = follower
    }
    return one.copyOf !== undefined
  }

  /**
   * The log is not there any more: copies of it that have not taken its place are files of their
   * own.
   */
  forgetCopiesOf(follower: LogFollower): void {
    for (const one of this.known.values()) if (one.copyOf === follower) delete one.copyOf
  }

  /** Forgets what is not there any more. */
  retain(locations: ReadonlySet<string>): void {
    for (const location of this.known.keys())
      if (!locations.has(location)) this.known.delete(location)
  }

  problemOf(location: string): string | undefined {
    const { recognised } = this.known.get(location) ?? {}
    return recognised?.status === 'unreadable'
      ? (recognised.problem ?? 'cannot be read')
      : undefined
  }

  /** What is known of a file of which nothing was read. */
  summaryOf(location: string): InputSummary | undefined {
    const one = this.known.get(location)
    if (!one) return undefined
    if (one.copyOf) return { ...one.copyOf.summary(), path: one.found.path, bytes: one.bytes }
    const { kind, problem } = one.found
    const nothing: Omit<RecognisedInput, 'found'> = {
      encoding: 'utf-8',
      bom: 0,
      cr: false,
      status: kind === 'unreadable' ? 'unreadable' : 'empty',
      ...defined({ problem }),
    }
    return summarizeInput({ ...(one.recognised ?? nothing), found: one.found }, new Tally(), 0)
  }
}

function worthTrying({ recognised, bytes, triedAt, done }: Newcomer): boolean {
  if (!recognised || recognised.status === 'unreadable') return true
  if (bytes === triedAt || (done && (recognised.status === 'read' || triedAt >= LONGEST_TRY)))
    return false
  return triedAt < SHORT || bytes < triedAt || bytes - triedAt >= Math.min(SHORT, triedAt / 4)
}

function foundOf(entry: NonSpoolEntry): FoundInput {
  const { location, path } = entry
  if (entry.kind === 'unreadable')
    return { kind: 'unreadable', location, path, bytes: 0, problem: entry.problem }
  return {
    kind: 'file',
    location,
    path,
    bytes: entry.file.bytes,
    ...defined({ user: entry.user }),
  }
}

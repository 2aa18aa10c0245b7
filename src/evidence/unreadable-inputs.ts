import { formatCount } from '../model/duration.ts'
import type { InputSummary } from '../model/tally.ts'

/** An input that could not be opened, or only its beginning could be read. */
export interface UnreadableInput {
  readonly path: string
  readonly cause: UnreadableCause
  /** As the operating system or the reader of archives put it. */
  readonly reason: string
  /** Whether it is an archive that is intact, but has to be unpacked first. */
  readonly needsUnpacking: boolean
}

type UnreadableCause = keyof typeof CAUSES

/** In the order tried. The texts follow a count, or precede it. */
const CAUSES = {
  denied: {
    // EACCES: permission denied, open 'C:\Lync\Tracing\Lync-UccApi-0.UccApilog'
    pattern: /\bEACCES\b|\bEPERM\b|permission denied|access (?:is )?denied|not permitted/i,
    describe: (files: string) => `permission denied on ${files}`,
  },
  locked: {
    // EBUSY: resource busy or locked, open 'C:\Lync\Tracing\Lync-UccApi-0.UccApilog'
    pattern: /\bEBUSY\b|\bETXTBSY\b|\block(?:ed|ing)\b|being used by another|in use by/i,
    describe: (files: string) => `${files} locked by another program`,
  },
  vanished: {
    // ENOENT: no such file or directory, open 'Tracing/Lync-UccApi-0.UccApilog'
    pattern: /\bENOENT\b|no such file|no longer (?:exists|there)|vanished|disappeared/i,
    describe: (files: string) => `${files} deleted while being read`,
  },
  encrypted: {
    pattern: /\bencrypted\b|\bpassword\b/i,
    describe: (files: string) => `${files} protected by a password`,
  },
  damaged: {
    pattern: /\bcut off\b|\btruncated\b|\bdamaged\b|unexpected end|\bends? before\b|\bcorrupt/i,
    describe: (files: string) => `${files} cut off or damaged`,
  },
  other: { pattern: /(?:)/, describe: (files: string) => `${files} not readable` },
} as const

const CAUSE_NAMES = Object.keys(CAUSES) as UnreadableCause[]
const READ_FAILURE = /^cannot be read further: /
/** a 7-Zip archive (.7z): unpack it first, with 7z x <file> */
const NEEDS_UNPACKING = /: unpack it first, /

/** The inputs that could not be opened, and those whose reading failed on the way. */
export const findUnreadableInputs = (inputs: readonly InputSummary[]): UnreadableInput[] =>
  inputs.flatMap(({ path, status, notes, damage }) => {
    const failure = damage.find(({ reason }) => READ_FAILURE.test(reason))?.reason
    if (status !== 'unreadable' && failure === undefined) return []
    const reason = failure ?? notes.at(-1) ?? 'cannot be opened'
    const cause = CAUSE_NAMES.find((name) => CAUSES[name].pattern.test(reason)) ?? 'other'
    return [{ path, cause, reason, needsUnpacking: NEEDS_UNPACKING.test(reason) }]
  })

/** `Permission denied on 3 files, 1 file locked by another program`. */
export function describeUnreadableInputs(inputs: readonly UnreadableInput[]): string {
  const texts = CAUSE_NAMES.flatMap((name) => {
    const count = inputs.filter(({ cause }) => cause === name).length
    return count > 0 ? [CAUSES[name].describe(formatCount(count, 'file'))] : []
  })
  const text = texts.join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

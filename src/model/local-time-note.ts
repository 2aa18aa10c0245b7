import { formatUtcOffset, parseUtcOffset } from './moment.ts'

/** The note of an input that prints local time: the offset that was used, and how it is known. */
export const formatLocalTimeNote = (minutes: number, why: string): string =>
  `Local time, read as UTC${formatUtcOffset(minutes)}: ${why} (--utc-offset to change)`

/** Minutes east of UTC that such a note states; undefined for any other note. */
export function parseLocalTimeNote(note: string): number | undefined {
  const offset = /^Local time, read as UTC([+-]\d\d:\d\d): /.exec(note)?.[1]
  return offset === undefined ? undefined : parseUtcOffset(offset)
}

import type { FoundInput } from '../find-files.ts'
import type { ArchiveOptions } from './archive.ts'
import { inspectFirstBytes } from './archive-entry.ts'
import { SNIFF_BYTES } from './archive-kind.ts'
import type { ArchiveOpener } from './archive-opener.ts'
import type { SeekableBytes } from './packed-bytes.ts'
import { openSeekable } from './seekable-reader.ts'

/**
 * The same with what is in the archives among them in their places, in the order that a folder with
 * the same would have.
 */
export async function openArchives(
  found: readonly FoundInput[],
  reading: ArchiveOptions,
): Promise<FoundInput[]> {
  let started: Promise<ArchiveOpener> | undefined
  /** Loaded for the first archive: most cases have none. */
  const opener = () => {
    started ??= import('./archive-opener.ts').then(
      ({ ArchiveOpener: Opener }) => new Opener(reading),
    )
    return started
  }
  const all: FoundInput[] = []
  for (const one of found) {
    const inside = one.kind === 'file' ? await insideOf(one, opener) : undefined
    if (inside) for (const entry of inside) all.push(entry)
    else all.push(one)
  }
  return all
}

/** Undefined for what is no archive. */
async function insideOf(
  found: FoundInput,
  opener: () => Promise<ArchiveOpener>,
): Promise<FoundInput[] | undefined> {
  const { location, path, bytes, content } = found
  const packed: SeekableBytes = content
    ? { kind: 'held', held: content, from: 0, bytes }
    : { kind: 'range', location, from: 0, bytes }
  const { archive, problem } = inspectFirstBytes(content ?? startOf(packed))
  if (problem !== undefined) return [{ kind: 'unreadable', location, path, bytes, problem }]
  return (
    archive &&
    (await (await opener()).open({ packed, archive, path, location, trail: location, bytes }, 0))
  )
}

function startOf(packed: SeekableBytes): Uint8Array {
  const reader = openSeekable(packed)
  try {
    return reader.readBytes(0, SNIFF_BYTES)
  } catch {
    return new Uint8Array(0) // opening it as an input will say why
  } finally {
    reader.release()
  }
}

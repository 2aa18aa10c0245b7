import type { Found } from '../find-files.ts'
import type { ArchiveReading } from './archive.ts'
import { toldBy } from './archive-entry.ts'
import { TELLING } from './archive-kind.ts'
import type { ArchiveOpener } from './archive-opener.ts'
import type { Plain } from './packed.ts'
import { readPlain } from './plain-reader.ts'

/**
 * The same with what is in the archives among them in their places, in the order that a folder with
 * the same would have.
 */
export async function openArchives(
  found: readonly Found[],
  reading: ArchiveReading,
): Promise<Found[]> {
  let started: Promise<ArchiveOpener> | undefined
  /** Loaded for the first archive: most cases have none. */
  const opener = () => {
    started ??= import('./archive-opener.ts').then(
      ({ ArchiveOpener: Opener }) => new Opener(reading),
    )
    return started
  }
  const all: Found[] = []
  for (const one of found) {
    const inside = one.kind === 'file' ? await insideOf(one, opener) : undefined
    if (inside) for (const entry of inside) all.push(entry)
    else all.push(one)
  }
  return all
}

/** Undefined for what is no archive. */
async function insideOf(
  found: Found,
  opener: () => Promise<ArchiveOpener>,
): Promise<Found[] | undefined> {
  const { location, path, bytes, content } = found
  const packed: Plain = content
    ? { kind: 'held', held: content, from: 0, bytes }
    : { kind: 'range', location, from: 0, bytes }
  const { archive, problem } = toldBy(content ?? startOf(packed))
  if (problem !== undefined) return [{ kind: 'unreadable', location, path, bytes, problem }]
  return (
    archive &&
    (await (await opener()).open({ packed, archive, path, location, trail: location, bytes }, 0))
  )
}

function startOf(packed: Plain): Uint8Array {
  const reader = readPlain(packed)
  try {
    return reader.take(0, TELLING)
  } catch {
    return new Uint8Array(0) // opening it as an input will say why
  } finally {
    reader.rest()
  }
}

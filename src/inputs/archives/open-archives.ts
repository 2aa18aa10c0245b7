import type { FoundInput } from '../find-files.ts'
import type { ArchiveOptions } from './archive.ts'
import { inspectFirstBytes } from './archive-entry.ts'
import { SNIFF_BYTES } from './archive-kind.ts'
import type { ArchiveOpener } from './archive-opener.ts'
import type { SeekableBytes } from './packed-bytes.ts'
import { openSeekable } from './seekable-reader.ts'

/**
 * Replaces every archive by the inputs in it. They have the order that a folder with the same
 * content would have.
 */
export async function openArchives(
  found: readonly FoundInput[],
  options: ArchiveOptions,
): Promise<FoundInput[]> {
  let started: Promise<ArchiveOpener> | undefined
  /** Loads the code for the first archive: most cases have none. */
  const getOpener = () => {
    started ??= import('./archive-opener.ts').then(
      ({ ArchiveOpener: Opener }) => new Opener(options),
    )
    return started
  }
  const inputs: FoundInput[] = []
  for (const input of found) {
    const contents = input.kind === 'file' ? await openFile(input, getOpener) : undefined
    if (contents) for (const entry of contents) inputs.push(entry)
    else inputs.push(input)
  }
  return inputs
}

/** Returns undefined for a file that is not an archive. */
async function openFile(
  found: FoundInput,
  getOpener: () => Promise<ArchiveOpener>,
): Promise<FoundInput[] | undefined> {
  const { location, path, bytes, content } = found
  const packed: SeekableBytes = content
    ? { kind: 'held', held: content, from: 0, bytes }
    : { kind: 'range', location, from: 0, bytes }
  const { archiveKind, problem } = inspectFirstBytes(content ?? readStart(packed))
  if (problem !== undefined) return [{ kind: 'unreadable', location, path, bytes, problem }]
  if (!archiveKind) return undefined
  const opener = await getOpener()
  return opener.open({ packed, archiveKind, path, location, trail: location, bytes }, 0)
}

function readStart(packed: SeekableBytes): Uint8Array {
  const reader = openSeekable(packed)
  try {
    return reader.readBytes(0, SNIFF_BYTES)
  } catch {
    return new Uint8Array(0) // opening it as an input reports why
  } finally {
    reader.release()
  }
}

import { basename } from 'node:path'
import { isPlaceholder, KEPT_IN_CLOUD } from '../inputs/machine/placeholder.ts'
import { describeReadError } from '../inputs/read-error.ts'
import {
  type ClientProgram,
  type CollectionManifest,
  type ListedFile,
  MANIFEST_NAME,
  MANIFEST_VERSION,
  type MachineTimeZone,
  SECOND_LOOK_NAME,
  type UnreadItem,
} from '../model/collection/collection-manifest.ts'
import { defined } from '../model/defined.ts'
import { formatBytes, formatCount } from '../model/duration.ts'
import { toIsoTime } from '../model/moment.ts'
import type { RedactedCopies } from '../redact/redacted-copies.ts'
import type { BundleWriter, WrittenEntry } from './bundle-writer.ts'
import type { LocalFiles } from './local-files.ts'
import { rootName } from './local-path.ts'
import { manifestText } from './manifest-text.ts'
import { openForReading, type ReadResult, readOpenFile } from './read-log.ts'
import {
  type FoundFile,
  listedFile,
  type Survey,
  surveyFolder,
  surveySpools,
} from './survey-folder.ts'

/** A text about the machine, such as values of the registry, that becomes a file of the bundle. */
export interface MachineText {
  /** Name in the bundle. */
  readonly name: string
  readonly content: Uint8Array
}

export interface CollectOptions {
  /** The Lync folders, absolute paths. */
  readonly roots: readonly string[]
  readonly machine: string
  readonly timeZone: MachineTimeZone
  readonly client?: ClientProgram
  readonly texts: readonly MachineText[]
  /** Facts of the machine that could not be found out. */
  readonly unread: readonly UnreadItem[]
  readonly withMessages: boolean
  /** Whether links in the folders are followed. They are listed as not read otherwise. */
  readonly followLinks: boolean
  /** Present when names are to be replaced. */
  readonly redaction?: RedactedCopies
  readonly tool: { readonly name: string; readonly version: string }
  readonly platform: NodeJS.Platform
  readonly files: LocalFiles
  /** Milliseconds UTC. */
  now(): number
  /**
   * Waits before the second look at the spool, and resolves to whether there is one. Gets the number
   * of spooled files.
   */
  waitForSecondLook(spooledCount: number): Promise<boolean>
  onBytes(bytes: number): void
}

/** Result of a collection. */
export interface CollectResult {
  readonly manifest: CollectionManifest
  /** SHA-256 of the manifest, which has those of all other files: it identifies the bundle. */
  readonly fingerprint: string
}

interface Root {
  readonly location: string
  readonly path: string
}

/** Reads a machine into a bundle, which the caller commits or discards. Changes nothing. */
export const collectBundle = (
  bundle: BundleWriter,
  options: CollectOptions,
): Promise<CollectResult> => new Collection(bundle, options).run()

class Collection {
  private readonly bundle: BundleWriter
  private readonly options: CollectOptions
  private readonly roots: readonly Root[]
  private readonly unread: UnreadItem[]
  private readonly listed: ListedFile[] = []
  /** Why files cannot be redacted, by path. */
  private readonly notRedactable = new Map<string, string>()

  constructor(bundle: BundleWriter, options: CollectOptions) {
    this.bundle = bundle
    this.options = options
    this.roots = nameRoots(options.roots)
    this.unread = [...options.unread]
  }

  async run(): Promise<CollectResult> {
    const { now, waitForSecondLook, withMessages, redaction, texts } = this.options
    const collectedAt = now()
    const surveys = this.roots.map((root) => this.survey(root, surveyFolder))
    const spooled = surveys.flatMap((survey) => survey.spooled)
    const logs = surveys.flatMap((survey) => survey.logs)
    for (const survey of surveys) this.unread.push(...survey.unread)
    if (redaction) await this.learnNames(logs)
    for (const file of logs) await this.addFile(file)
    for (const file of spooled)
      if (withMessages) await this.addFile(file)
      else this.listed.push(listedFile(file))
    for (const { name, content } of texts) await this.addContent(name, content, collectedAt)
    if (await waitForSecondLook(spooled.length)) await this.lookAgain()
    return this.addManifest(collectedAt, surveys)
  }

  private survey({ location, path }: Root, list: typeof surveyFolder): Survey {
    const { files, followLinks } = this.options
    try {
      return list(location, path, files, { followLinks })
    } catch (error) {
      const unread = [{ path, reason: describeReadError(error) }]
      return { logs: [], spooled: [], spools: [], partialSpools: [], userFolders: [], unread }
    }
  }

  /** Redaction replaces a name everywhere, also before the line that shows it to be one. */
  private async learnNames(logs: readonly FoundFile[]): Promise<void> {
    const { redaction, files, platform, texts } = this.options
    if (redaction === undefined) return
    for (const { location, path, stats } of logs) {
      redaction.redactText(path)
      if (isPlaceholder(stats, platform)) continue
      try {
        const file = await openForReading(location, files)
        try {
          const problem = await redaction.learn(readOpenFile(file, files, { bytes: 0 }))
          if (problem !== undefined) this.notRedactable.set(path, problem)
        } finally {
          files.close(file)
        }
      } catch {
        // Reading it for the bundle reports why.
      }
    }
    for (const { content } of texts) await redaction.learn([content])
  }

  private async addFile(found: FoundFile): Promise<void> {
    const { files, redaction, platform, onBytes } = this.options
    const { path, location, stats } = found
    if (isPlaceholder(stats, platform)) {
      this.listed.push(listedFile(found))
      this.unread.push({ path, reason: KEPT_IN_CLOUD })
      return
    }
    let file: number
    try {
      file = await openForReading(location, files)
    } catch (error) {
      this.listed.push(listedFile(found))
      this.unread.push({ path, reason: describeOpenError(error) })
      return
    }
    const result: ReadResult = { bytes: 0 }
    try {
      const chunks = counted(readOpenFile(file, files, result), onBytes)
      const problem = this.notRedactable.get(path)
      if (problem !== undefined) {
        this.listed.push(listedFile(found))
        this.unread.push({ path, reason: `left out of a redacted bundle: it is ${problem}` })
        return
      }
      const copy = redaction
        ? redaction.copy(chunks, (reason) => {
            result.incomplete = `left out from a place on where it is ${reason}`
          })
        : chunks
      const entry = await this.bundle.add(this.entryName(path), copy, stats.mtime)
      const { incomplete, note } = result
      this.listed.push({ ...listedFile(found), ...entry, ...defined({ incomplete, note }) })
    } finally {
      files.close(file)
    }
  }

  private async addContent(name: string, content: Uint8Array, at: number): Promise<WrittenEntry> {
    const { redaction } = this.options
    const bytes = redaction ? await redaction.redactContent(content) : content
    const entry = await this.bundle.addText(name, bytes, new Date(at))
    this.listed.push({ path: name, ...entry })
    return entry
  }

  private async lookAgain(): Promise<void> {
    const { now, machine, redaction } = this.options
    const collectedAt = now()
    const surveys = this.roots.map((root) => this.survey(root, surveySpools))
    const manifest: CollectionManifest = {
      spoolscopeManifest: MANIFEST_VERSION,
      collectedAt: toIsoTime(collectedAt),
      machine,
      ...foldersOf(surveys),
      files: surveys.flatMap(({ spooled }) => spooled).map(listedFile),
    }
    for (const { unread } of surveys)
      for (const item of unread)
        this.unread.push({ ...item, reason: `at the second look: ${item.reason}` })
    const text = manifestText(redaction ? redaction.redactManifest(manifest) : manifest)
    const entry = await this.bundle.addText(SECOND_LOOK_NAME, text, new Date(collectedAt))
    this.listed.push({ path: SECOND_LOOK_NAME, ...entry })
  }

  private async addManifest(
    collectedAt: number,
    surveys: readonly Survey[],
  ): Promise<CollectResult> {
    const { machine, timeZone, client, tool, withMessages, redaction, now } = this.options
    const plain: CollectionManifest = {
      spoolscopeManifest: MANIFEST_VERSION,
      collectedAt: toIsoTime(collectedAt),
      machine,
      timeZone,
      tool,
      finishedAt: toIsoTime(now()),
      withMessages,
      redacted: redaction !== undefined,
      ...foldersOf(surveys),
      files: this.listed,
      userFolders: surveys.flatMap(({ userFolders }) => userFolders),
      roots: this.roots.map(({ path, location }) => ({ path, location })),
      ...defined({ client }),
      unread: this.unread,
    }
    const manifest = redaction ? redaction.redactManifest(plain) : plain
    const { sha256: fingerprint } = await this.bundle.addText(
      MANIFEST_NAME,
      manifestText(manifest),
      new Date(collectedAt),
    )
    return { manifest, fingerprint }
  }

  /** Names of users are in paths too. */
  private entryName(path: string): string {
    return this.options.redaction?.redactText(path) ?? path
  }
}

const foldersOf = (surveys: readonly Survey[]) => {
  const partial = surveys.flatMap(({ partialSpools }) => partialSpools)
  return {
    folders: surveys.flatMap(({ spools }) => spools),
    ...defined({ partialFolders: partial.length > 0 ? partial : undefined }),
  }
}

/** Gives each folder its own path in the bundle. */
function nameRoots(locations: readonly string[]): Root[] {
  const taken = new Set<string>()
  return locations.map((location) => {
    const name = rootName(location)
    let path = name
    for (let number = 2; taken.has(path.toLowerCase()); number += 1) path = `${name}-${number}`
    taken.add(path.toLowerCase())
    return { location, path }
  })
}

function* counted(
  chunks: Iterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): Generator<Uint8Array> {
  for (const chunk of chunks) {
    onBytes(chunk.length)
    yield chunk
  }
}

function describeOpenError(error: unknown): string {
  return (error as NodeJS.ErrnoException).code === 'ELOOP'
    ? 'a link, which is not followed'
    : describeReadError(error)
}

/** `3 files (1.2 MB); of 5 files in 1 spool, name, size and time` */
export function describeResult({ files, folders }: CollectionManifest): string {
  const inBundle = files.filter(({ sha256 }) => sha256 !== undefined)
  const bytes = inBundle.reduce((sum, file) => sum + file.bytes, 0)
  const collected = `${formatCount(inBundle.length, 'file')} (${formatBytes(bytes)})`
  const spooled = files.filter(
    ({ path, sha256 }) =>
      sha256 === undefined && folders.some((folder) => path.startsWith(`${folder}/`)),
  )
  if (folders.length === 0) return `${collected}; there is no History Spooler`
  const spools = formatCount(folders.length, 'spool')
  return `${collected}; of ${formatCount(spooled.length, 'file')} in ${spools}, name, size and time`
}

/** `PC-0142` as a part of a file name. */
export const fileNamePart = (text: string): string =>
  basename(text).replace(/[^\p{L}\p{N}._-]+/gu, '-') || 'machine'

/**
 * Each name takes memory.
 * Limit: names in a watched folder by which lost logs are counted.
 * Beyond: counting begins again, and a loss at that moment may not be counted.
 */
const MAX_NAMES = 1000
/** Opened files of a folder that are remembered: those that may be opened once more. */
const REMEMBERED_FILES = 1000

/** A file that was opened, by what no other file has while it exists. */
export interface OpenedFile {
  readonly name: string
  /** Differs between two files, also if the file system gives both the same id. */
  readonly identity: string
}

interface AheadFile extends OpenedFile {
  readonly number: number
}

interface FolderState {
  /** Whether a file is at a name, as the notifications so far say. */
  readonly exists: Map<string, boolean>
  /** The name that lost its file in the last notification: it may be renamed. */
  departed: string | undefined
  /** Number of files that began at each name, were not opened there, and were not counted yet. */
  readonly begun: Map<string, number>
  /** The name at which a file began in the last notification. */
  lastBegun: string | undefined
  /** Number of files that began before the last count, and were not opened until then. */
  missing: number
  /** Files that were opened, and whose beginning was not yet notified or was at another name. */
  ahead: AheadFile[]
  /** The files that were opened, by identity: the number that each got. */
  readonly opened: Map<string, number>
}

/**
 * Counts the files of a log that were deleted before they could be opened.
 *
 * A notification says that a name got or lost its file, not which of both. They alternate. A name
 * that gets a file right after another lost one has the file of the other. All other files are new.
 * A new file that was not opened, at any name, is lost.
 *
 * Notifications come in order, but late: a file may be opened before the notification of its
 * beginning. `openedCount` numbers the opened files, so that the caller can say which of them had
 * all their notifications. What is opened without a notification never hides a loss after that.
 */
export class RotationCount {
  private readonly folders = new Map<string, FolderState>()
  private readonly wasListed: (folder: string, name: string) => boolean
  private settledCount = 0
  /** Number of files that were opened so far. */
  openedCount = 0

  /** `wasListed`: whether a file was at the path when its folder was listed last. */
  constructor(wasListed: (folder: string, name: string) => boolean) {
    this.wasListed = wasListed
  }

  /** Takes a notification. */
  onRename(folder: string, name: string): void {
    const state = this.stateOf(folder)
    const { departed } = state
    if (!state.exists.has(name) && state.exists.size >= MAX_NAMES) {
      state.exists.clear()
      state.begun.clear()
    }
    const exists = state.exists.get(name) ?? this.wasListed(folder, name)
    const isMove = departed !== undefined && departed !== name
    state.departed = exists && !isMove ? name : undefined
    state.exists.set(name, isMove || !exists)
    const isNew = !isMove && !exists
    state.lastBegun = isNew ? name : undefined
    if (isNew) addTo(state.begun, name, 1)
  }

  /** A file was there before its folder was watched. */
  onExisting(folder: string, { identity }: OpenedFile): void {
    this.remember(this.stateOf(folder), identity)
  }

  /** A file is open, which was found at this name. Counts once for each file. */
  onOpened(folder: string, { name, identity }: OpenedFile): void {
    const state = this.stateOf(folder)
    const known = state.opened.get(identity)
    const begun = state.begun.get(name) ?? 0
    if (known !== undefined) {
      // Nothing began here: a file that is long known was renamed, after another one was deleted.
      if (state.lastBegun === name && known < this.settledCount && begun > 0)
        addTo(state.begun, name, -1)
      return
    }
    const number = this.remember(state, identity)
    if (begun > 0) addTo(state.begun, name, -1)
    else state.ahead.push({ name, identity, number })
  }

  /**
   * Returns the number of lost files in a folder, of those that began at the name of a log before
   * the last call: until now they could be opened at another name. `settledCount`: all notifications
   * came of that many opened files.
   */
  takeLost(
    folder: string,
    isLog: (file: Pick<OpenedFile, 'name'> & Partial<OpenedFile>) => boolean,
    settledCount: number,
  ): number {
    this.settledCount = settledCount
    const state = this.folders.get(folder)
    if (!state) return 0
    let begun = 0
    for (const [name, count] of state.begun) {
      if (!isLog({ name })) continue
      state.begun.delete(name)
      begun += count
    }
    const ahead = state.ahead.filter(isLog)
    const matched = new Set(ahead.slice(0, state.missing + begun))
    state.ahead = state.ahead.filter((file) => !matched.has(file) && file.number >= settledCount)
    const lost = Math.max(0, state.missing - matched.size)
    state.missing = begun - Math.max(0, matched.size - state.missing)
    return lost
  }

  private remember({ opened }: FolderState, identity: string): number {
    const number = this.openedCount
    this.openedCount += 1
    opened.set(identity, number)
    const [oldest] = opened.keys()
    if (opened.size > REMEMBERED_FILES && oldest !== undefined) opened.delete(oldest)
    return number
  }

  private stateOf(folder: string): FolderState {
    const known = this.folders.get(folder)
    if (known) return known
    const state: FolderState = {
      exists: new Map(),
      departed: undefined,
      begun: new Map(),
      lastBegun: undefined,
      missing: 0,
      ahead: [],
      opened: new Map(),
    }
    this.folders.set(folder, state)
    return state
  }
}

const addTo = (counts: Map<string, number>, name: string, count: number): Map<string, number> =>
  counts.set(name, (counts.get(name) ?? 0) + count)

import { seconds } from '../../model/duration.ts'

/** Opened files are at most so many ahead of the notifications about them. */
const MAX_AHEAD = 2
/** No notification is later than this. */
const MAX_DELAY_MS = seconds(1)
/**
 * Each name takes memory.
 * Limit: names in a watched folder by which lost logs are counted.
 * Beyond: counting begins again, and a loss at that moment may not be counted.
 */
const MAX_NAMES = 1000

interface FolderState {
  /** Whether a file is at a name, as the notifications so far say. */
  readonly exists: Map<string, boolean>
  /** The name that lost its file in the last notification: it may be renamed. */
  departed: string | undefined
  /** Number of files that began at each name, were not opened there, and were not counted yet. */
  readonly begun: Map<string, number>
  /** Number of files that were opened at other names than they began at, less those of logs. */
  balance: number
  /** Time of the last notification, on the steady clock. */
  notifiedAt: number
}

/**
 * Counts the files of a log that were deleted before they could be opened.
 *
 * A notification says that a name got or lost its file, not which of both. They alternate. A name
 * that gets a file right after another lost one has the file of the other. All other files are new.
 * A new file that was not opened, at any name, is lost.
 */
export class RotationCount {
  private readonly folders = new Map<string, FolderState>()
  private readonly wasListed: (folder: string, name: string) => boolean

  /** `wasListed`: whether a file was at the path when its folder was listed last. */
  constructor(wasListed: (folder: string, name: string) => boolean) {
    this.wasListed = wasListed
  }

  /** Takes a notification. `now`: on the steady clock. */
  onRename(folder: string, name: string, now: number): void {
    const state = this.stateOf(folder)
    const { departed } = state
    if (!state.exists.has(name) && state.exists.size >= MAX_NAMES) {
      state.exists.clear()
      state.begun.clear()
    }
    state.notifiedAt = now
    const exists = state.exists.get(name) ?? this.wasListed(folder, name)
    const isMove = departed !== undefined && departed !== name
    state.departed = exists && !isMove ? name : undefined
    state.exists.set(name, isMove || !exists)
    if (!isMove && !exists) state.begun.set(name, (state.begun.get(name) ?? 0) + 1)
  }

  /** A new file was opened at this name. */
  onOpened(folder: string, name: string): void {
    const state = this.stateOf(folder)
    const begun = state.begun.get(name) ?? 0
    if (begun === 0) state.balance += 1
    else state.begun.set(name, begun - 1)
  }

  /**
   * Returns the number of lost files in a folder since the last call, of those that began at one of
   * these names. `now`: on the steady clock.
   */
  takeLost(folder: string, logNames: ReadonlySet<string>, now: number): number {
    const state = this.folders.get(folder)
    if (!state) return 0
    for (const [name, count] of state.begun) {
      if (!logNames.has(name)) continue
      state.begun.delete(name)
      state.balance -= count
    }
    const lost = Math.max(0, -state.balance)
    const isQuiet = now - state.notifiedAt > MAX_DELAY_MS
    state.balance = Math.min(state.balance + lost, isQuiet ? 0 : MAX_AHEAD)
    return lost
  }

  private stateOf(folder: string): FolderState {
    const known = this.folders.get(folder)
    if (known) return known
    const state: FolderState = {
      exists: new Map(),
      departed: undefined,
      begun: new Map(),
      balance: 0,
      notifiedAt: 0,
    }
    this.folders.set(folder, state)
    return state
  }
}

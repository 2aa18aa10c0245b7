import {
  ALL_CASES,
  formatFragment,
  formatState,
  parseState,
  type TableState,
} from './table-state.ts'

/** `typed` replaces the entry of the history that typing began with. */
export type AddressChange = 'chosen' | 'typed'

/**
 * Keeps the state of the table in the address of the page and in the entries of its history, so that
 * a copied address, a reload, and going back and forward restore it.
 */
export class TableAddress {
  private wasTyped = false
  private current: TableState = ALL_CASES
  private readonly restore: (state: TableState, isNew: boolean) => TableState

  /**
   * `restore` shows a state, and returns what is shown: without values that do not exist. `isNew` is
   * true for an address that was opened, false for going back and forward.
   */
  constructor(restore: (state: TableState, isNew: boolean) => TableState) {
    this.restore = restore
  }

  start(): void {
    this.show(parseState(location.hash) ?? entryState(), parseState(location.hash) !== undefined)
    addEventListener('popstate', () => {
      const fromEntry = entryState()
      const fromAddress = parseState(location.hash)
      // A link to a part of the page changes nothing, and remembers what is shown.
      this.show(fromEntry ?? fromAddress ?? this.current, !fromEntry && fromAddress !== undefined)
    })
  }

  /** Writes the state that the reader chose. */
  write(state: TableState, change: AddressChange): void {
    const isTyping = change === 'typed' && this.wasTyped
    this.wasTyped = change === 'typed'
    if (formatState(state) === formatState(this.current)) return
    this.current = state
    change === 'typed' && isTyping ? save('replaceState', state) : save('pushState', state)
  }

  private show(state: TableState | undefined, isNew: boolean): void {
    this.wasTyped = false
    this.current = this.restore(state ?? ALL_CASES, isNew)
    save('replaceState', this.current, parseState(location.hash) ? undefined : location.hash)
  }
}

/** The state that the entry of the history remembers; undefined for an entry that is new. */
function entryState(): TableState | undefined {
  const entry: unknown = history.state
  return typeof entry === 'string' ? parseState(entry) : undefined
}

/** `fragment`: another one than that of the state. */
function save(method: 'pushState' | 'replaceState', state: TableState, fragment?: string): void {
  try {
    history[method](formatState(state), '', fragment ?? formatFragment(state))
  } catch {
    // Browsers refuse it after many changes in a short time, and in some sandboxes. The table works
    // without it.
  }
}

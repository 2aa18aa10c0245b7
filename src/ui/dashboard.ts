import { defined } from '../model/defined.ts'
import type { LiveView } from '../model/live-view.ts'
import { truncateText } from '../model/text/printable.ts'
import { type Frame, renderFrame } from './frame.ts'
import { type MouseEvent, WHEEL_LINES } from './input/mouse-input.ts'
import { commandForKey } from './keys.ts'
import type { Size } from './layout.ts'
import { regionAt } from './region.ts'
import { screenReaderLines, screenReaderPosition } from './screen-reader-lines.ts'
import { textToCopy } from './text-to-copy.ts'
import {
  type Action,
  displayedView,
  INITIAL_STATE,
  keyContextOf,
  reduce,
  type ViewState,
} from './view-state.ts'

export interface DashboardInput {
  /** Returns a new object whenever something in it has changed. */
  readonly view: () => LiveView
  readonly size: () => Size
  readonly color: boolean
  readonly screenReader: boolean
  /** Writes a report. Resolves to the notice for the user. */
  readonly writeReport: () => Promise<string>
  /**
   * Sends a text to the clipboard. Returns false for a text that is too long. Absent where the
   * terminal has no clipboard.
   */
  readonly copy?: (text: string) => boolean
  readonly quit: () => void
  /** Hands the terminal back to the shell until the program is resumed. */
  readonly suspend: () => void
}

/** Limits redraws that no key caused to four a second. */
const FRAME_INTERVAL_MS = 250
/** Ages change without any event, so the screen is redrawn this often in any case. */
const TICK_INTERVAL_MS = 1000
const NOTICE_DURATION_MS = 6000
const SCREEN_READER_PAGE_LINES = 10
/** Longer texts are cut in the message that says what was copied. */
const MAX_NOTICE_CHARACTERS = 60

/** The dashboard without a terminal: takes keys and changes of the view, returns frames. */
export class Dashboard {
  readonly #input: DashboardInput
  readonly #listeners = new Set<() => void>()
  #state: ViewState = INITIAL_STATE
  #frame: Frame
  #drawnAt = performance.now()
  #drawTimer: NodeJS.Timeout | undefined
  /** When `#drawTimer` fires, by the clock of `performance.now()`. */
  #drawDueAt = 0
  #noticeTimer: NodeJS.Timeout | undefined
  #isWritingReport = false
  #isStopped = false

  constructor(input: DashboardInput) {
    this.#input = input
    this.#frame = this.#render()
    this.#scheduleDraw(TICK_INTERVAL_MS)
  }

  /** Returns the frame on the screen: the same object until the next one is drawn. */
  readonly frame = (): Frame => this.#frame

  /** Calls `listener` after each new frame. Returns the function that ends the subscription. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Redraws soon, because the view has changed. */
  readonly viewChanged = (): void =>
    this.#scheduleDraw(Math.max(0, this.#drawnAt + FRAME_INTERVAL_MS - performance.now()))

  /** Runs the command of a key and redraws at once. Ignores keys without a command. */
  readonly press = (name: string): void => {
    const command = commandForKey(name, keyContextOf(this.#state))
    if (command === undefined) return
    const { pageSize, top, maxTop } = this.#frame
    switch (command.do) {
      case 'quit':
        this.#input.quit()
        break
      case 'report':
        this.#writeReport()
        break
      case 'copy':
        this.#copy()
        break
      case 'suspend':
        this.#input.suspend()
        break
      case 'page':
        this.#dispatch({ do: 'move', by: command.by * pageSize, top, maxTop })
        break
      case 'move':
      case 'go':
        this.#dispatch({ ...command, top, maxTop })
        break
      default:
        this.#dispatch(command)
    }
  }

  /** Scrolls the pane below the pointer, or selects what was clicked on. */
  readonly mouse = ({ kind, row, column }: MouseEvent): void => {
    const { regions, top, maxTop } = this.#frame
    const by = kind === 'wheel-up' ? -WHEEL_LINES : WHEEL_LINES
    if (this.#state.overlay !== undefined) {
      if (kind !== 'click') this.#dispatch({ do: 'move', by, top, maxTop })
      return
    }
    const region = regionAt(regions, row, column)
    if (region === undefined) return
    const { pane } = region
    if (kind === 'click') {
      const title =
        row === region.row
          ? region.titles.find(({ left, width }) => column >= left && column < left + width)
          : undefined
      const key = region.keys[row - region.row]
      this.#dispatch({
        do: 'point',
        pane: title?.pane ?? pane,
        ...defined({ key, top: region.top }),
      })
    } else {
      const next = Math.min(Math.max(region.top + by, 0), region.maxTop)
      if (next !== region.top) this.#dispatch({ do: 'scroll', pane, top: next })
    }
  }

  readonly draw = (): void => {
    clearTimeout(this.#drawTimer)
    this.#drawTimer = undefined
    this.#frame = this.#render()
    this.#drawnAt = performance.now()
    for (const listener of this.#listeners) listener()
    this.#scheduleDraw(TICK_INTERVAL_MS)
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#drawTimer)
    clearTimeout(this.#noticeTimer)
    this.#listeners.clear()
  }

  /** Draws after `delay` milliseconds, unless a draw is due before that. */
  #scheduleDraw(delay: number): void {
    if (this.#isStopped) return
    const dueAt = performance.now() + delay
    if (this.#drawTimer !== undefined) {
      if (this.#drawDueAt <= dueAt) return
      clearTimeout(this.#drawTimer)
    }
    this.#drawDueAt = dueAt
    this.#drawTimer = setTimeout(this.draw, delay)
  }

  #dispatch(action: Action): void {
    this.#state = reduce(this.#state, action, this.#input.view())
    this.draw()
  }

  #render(): Frame {
    const view = this.#input.view()
    this.#state = reduce(this.#state, { do: 'refresh' }, view)
    if (this.#input.screenReader)
      return {
        lines: screenReaderLines(view, this.#state),
        columns: 1,
        continuations: new Set(),
        pageSize: SCREEN_READER_PAGE_LINES,
        ...screenReaderPosition(view, this.#state),
        isSelectable: true,
        regions: [],
      }
    return renderFrame(view, this.#state, this.#input.size(), this.#input.color)
  }

  /** Copies the selection, or shows it where the terminal cannot copy. */
  #copy(): void {
    const copied = textToCopy(this.#state, displayedView(this.#state, this.#input.view()))
    if (copied === undefined) {
      this.#showNotice('Nothing to copy is selected.')
      return
    }
    const { text, label } = copied
    if (this.#input.copy?.(text)) {
      const shown = truncateText(text.replaceAll('\n', ' '), MAX_NOTICE_CHARACTERS)
      this.#showNotice(`Copied ${label}: ${shown}`)
      return
    }
    this.#dispatch({ do: 'show-copy', copied })
    const reason =
      this.#input.copy === undefined
        ? 'This terminal has no clipboard'
        : 'Too long for the clipboard'
    this.#showNotice(`${reason}. Select and copy: ${label}.  Esc back`)
  }

  #writeReport(): void {
    if (this.#isWritingReport) return
    this.#isWritingReport = true
    this.#showNotice('Writing a report …')
    this.#input
      .writeReport()
      .then(
        (notice) => this.#showNotice(notice),
        (error: unknown) =>
          this.#showNotice(`No report: ${error instanceof Error ? error.message : String(error)}`),
      )
      .finally(() => {
        this.#isWritingReport = false
      })
  }

  #showNotice(text: string): void {
    clearTimeout(this.#noticeTimer)
    this.#noticeTimer = setTimeout(() => this.#dispatch({ do: 'clear-notice' }), NOTICE_DURATION_MS)
    this.#dispatch({ do: 'show-notice', text })
  }
}

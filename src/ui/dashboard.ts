import type { LiveView } from '../model/live-view.ts'
import { type Frame, renderFrame } from './frame.ts'
import { commandForKey } from './keys.ts'
import type { Size } from './layout.ts'
import { screenReaderLines } from './screen-reader-lines.ts'
import { type Action, INITIAL_STATE, keyContextOf, reduce, type ViewState } from './view-state.ts'

export interface DashboardInput {
  /** Another object whenever something in it is another. */
  readonly view: () => LiveView
  readonly size: () => Size
  readonly color: boolean
  readonly screenReader: boolean
  readonly writeReport: () => Promise<string>
  readonly quit: () => void
}

/** At most four frames a second for what changes by itself. */
const FRAME_INTERVAL_MS = 250
/** Ages run on without anything happening. */
const TICK_INTERVAL_MS = 1000
const NOTICE_DURATION_MS = 6000
const SPOKEN_PAGE_LINES = 10

/** The dashboard without a terminal: keys and changes in, frames out. */
export class Dashboard {
  readonly #input: DashboardInput
  readonly #drawn = new Set<() => void>()
  #state: ViewState = INITIAL_STATE
  #frame: Frame
  #last = performance.now()
  #next: NodeJS.Timeout | undefined
  #hush: NodeJS.Timeout | undefined
  #writing = false

  constructor(input: DashboardInput) {
    this.#input = input
    this.#frame = this.#make()
    this.#schedule(TICK_INTERVAL_MS)
  }

  /** The one on the screen; the same object until another is drawn. */
  readonly frame = (): Frame => this.#frame

  /** Tells of each new frame. */
  readonly subscribe = (drawn: () => void): (() => void) => {
    this.#drawn.add(drawn)
    return () => this.#drawn.delete(drawn)
  }

  /** What is watched has changed: it is drawn soon. */
  readonly viewChanged = (): void =>
    this.#schedule(Math.max(0, this.#last + FRAME_INTERVAL_MS - performance.now()))

  /** Answered at once. */
  readonly press = (name: string): void => {
    const asked = commandForKey(name, keyContextOf(this.#state))
    if (asked === undefined) return
    const { pageSize: page, maxScroll: most } = this.#frame
    switch (asked.do) {
      case 'quit':
        this.#input.quit()
        break
      case 'report':
        this.#report()
        break
      case 'page':
        this.#act({ do: 'move', by: asked.by * page, most })
        break
      case 'move':
      case 'go':
        this.#act({ ...asked, most })
        break
      default:
        this.#act(asked)
    }
  }

  readonly draw = (): void => {
    clearTimeout(this.#next)
    this.#next = undefined
    this.#frame = this.#make()
    this.#last = performance.now()
    for (const drawn of this.#drawn) drawn()
    this.#schedule(TICK_INTERVAL_MS)
  }

  stop(): void {
    clearTimeout(this.#next)
    clearTimeout(this.#hush)
    this.#drawn.clear()
    this.#schedule = () => {}
  }

  #schedule = (wait: number): void => {
    const due = performance.now() + wait
    if (this.#next !== undefined) {
      if (this.#due <= due) return
      clearTimeout(this.#next)
    }
    this.#due = due
    this.#next = setTimeout(this.draw, wait)
  }
  #due = 0

  #act(action: Action): void {
    this.#state = reduce(this.#state, action, this.#input.view())
    this.draw()
  }

  #make(): Frame {
    const view = this.#input.view()
    this.#state = reduce(this.#state, { do: 'look' }, view)
    if (this.#input.screenReader)
      return {
        lines: screenReaderLines(view, this.#state),
        columns: 1,
        continuations: new Set(),
        pageSize: SPOKEN_PAGE_LINES,
        maxScroll: 0,
      }
    return renderFrame(view, this.#state, this.#input.size(), this.#input.color)
  }

  #report(): void {
    if (this.#writing) return
    this.#writing = true
    this.#say('Writing a report …')
    this.#input
      .writeReport()
      .then(
        (words) => this.#say(words),
        (error: unknown) =>
          this.#say(`No report: ${error instanceof Error ? error.message : String(error)}`),
      )
      .finally(() => {
        this.#writing = false
      })
  }

  #say(text: string): void {
    clearTimeout(this.#hush)
    this.#hush = setTimeout(() => this.#act({ do: 'hush' }), NOTICE_DURATION_MS)
    this.#act({ do: 'say', text })
  }
}

import type { WatchEventBody } from '../../model/watch-event.ts'

interface InputProblem {
  readonly path: string
  readonly problem: string
}

/** Paths that cannot be read at the moment. Emits an event when a problem begins and ends. */
export class InputProblems {
  private readonly emit: (event: WatchEventBody) => void
  private unreadable = new Map<string, string>()
  private readonly unwatchable = new Map<string, string>()

  constructor(emit: (event: WatchEventBody) => void) {
    this.emit = emit
  }

  all(): InputProblem[] {
    return [...this.unreadable, ...this.unwatchable].map(([path, problem]) => ({ path, problem }))
  }

  /** Takes the present state of all paths. Returns whether the problems changed. */
  update(all: readonly { readonly path: string; readonly problem: string | undefined }[]): boolean {
    const before = this.unreadable
    this.unreadable = new Map(
      all.flatMap(({ path, problem }) => (problem === undefined ? [] : [[path, problem]])),
    )
    for (const [path, reason] of this.unreadable)
      if (!before.has(path)) this.emit({ event: 'unreadable', path, reason })
    // A path that does not exist any more did not become readable.
    const existing = new Set(all.map(({ path }) => path))
    for (const path of before.keys())
      if (!this.unreadable.has(path) && existing.has(path)) this.emit({ event: 'readable', path })
    return (
      before.size !== this.unreadable.size ||
      [...before].some(([path, problem]) => this.unreadable.get(path) !== problem)
    )
  }

  /** Adds a folder that can be read but not watched. Rescans still find its changes. */
  addWatchProblem(path: string, problem: string): void {
    const reason = `changes are noticed late, because it cannot be watched: ${problem}`
    if (!this.unwatchable.has(path)) this.emit({ event: 'unreadable', path, reason })
    this.unwatchable.set(path, reason)
  }
}

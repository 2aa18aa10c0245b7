import type { WatchEventBody } from '../../model/watch-event.ts'

interface InputProblem {
  readonly path: string
  readonly problem: string
}

/**
 * What cannot be read at the moment: each is noticed once when it begins and once when it is over.
 */
export class InputProblems {
  private readonly notice: (event: WatchEventBody) => void
  private reading = new Map<string, string>()
  private readonly watched = new Map<string, string>()

  constructor(notice: (event: WatchEventBody) => void) {
    this.notice = notice
  }

  all(): InputProblem[] {
    return [...this.reading, ...this.watched].map(([path, problem]) => ({ path, problem }))
  }

  /** Takes down how all that is there is now. Returns whether that is different. */
  update(all: readonly { readonly path: string; readonly problem: string | undefined }[]): boolean {
    const before = this.reading
    this.reading = new Map(
      all.flatMap(({ path, problem }) => (problem === undefined ? [] : [[path, problem]])),
    )
    for (const [path, reason] of this.reading)
      if (!before.has(path)) this.notice({ event: 'unreadable', path, reason })
    // What is not there any more did not become readable.
    const there = new Set(all.map(({ path }) => path))
    for (const path of before.keys())
      if (!this.reading.has(path) && there.has(path)) this.notice({ event: 'readable', path })
    return (
      before.size !== this.reading.size ||
      [...before].some(([path, problem]) => this.reading.get(path) !== problem)
    )
  }

  /** A folder that can be read but not watched: what happens there is seen later. */
  addWatchProblem(path: string, problem: string): void {
    const reason = `changes are seen late, for it cannot be watched: ${problem}`
    if (!this.watched.has(path)) this.notice({ event: 'unreadable', path, reason })
    this.watched.set(path, reason)
  }
}

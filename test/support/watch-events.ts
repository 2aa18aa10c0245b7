import type { WatchEvent, WatchEventKind } from '../../src/model/watch-event.ts'
import { eventually } from './eventually.ts'

type EventOf<Kind extends WatchEventKind> = Extract<WatchEvent, { readonly event: Kind }>

/** Parses the output of `watch --format ndjson`, without an incomplete last line. */
function parseEvents(text: string): readonly WatchEvent[] {
  const lines = text.split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as WatchEvent)
}

/** Follows the events of a running `watch --format ndjson`, separately for each kind. */
export function followEvents(program: { stdout(): string; stderr(): string }) {
  const readCounts = new Map<WatchEventKind, number>()
  const output = () => `${program.stdout()}\n${program.stderr()}`
  /** Returns all events of a kind so far. */
  const all = <Kind extends WatchEventKind>(kind: Kind) =>
    parseEvents(program.stdout()).filter((event): event is EventOf<Kind> => event.event === kind)
  return {
    all,
    /** Waits for the next event of a kind that matches. Skips those before it. */
    async next<Kind extends WatchEventKind>(
      kind: Kind,
      matches: (event: EventOf<Kind>) => boolean = () => true,
    ) {
      const found = () => {
        const events = all(kind)
        const at = events.findIndex(
          (event, index) => index >= (readCounts.get(kind) ?? 0) && matches(event),
        )
        if (at >= 0) readCounts.set(kind, at + 1)
        return events[at]
      }
      return eventually(found, `The expected ${kind}`, output)
    },
  }
}

import type { WatchEvent, WatchEventKind } from '../../src/model/watch-event.ts'
import { eventually } from './eventually.ts'

type EventOf<Kind extends WatchEventKind> = Extract<WatchEvent, { readonly event: Kind }>

/** What `watch --format ndjson` has written so far; a line that is not whole yet is left out. */
function parseEvents(text: string): readonly WatchEvent[] {
  const lines = text.split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as WatchEvent)
}

/**
 * Follows the events of a running `watch --format ndjson`: those of each kind in their order,
 * whatever comes between.
 */
export function followEvents(program: { stdout(): string; stderr(): string }) {
  const heard = new Map<WatchEventKind, number>()
  const said = () => `${program.stdout()}\n${program.stderr()}`
  /** All of a kind so far. */
  const all = <Kind extends WatchEventKind>(kind: Kind) =>
    parseEvents(program.stdout()).filter((one): one is EventOf<Kind> => one.event === kind)
  return {
    all,
    /** Waits for the next event of a kind of which this is so; those before it are passed over. */
    async next<Kind extends WatchEventKind>(
      kind: Kind,
      isSo: (event: EventOf<Kind>) => boolean = () => true,
    ) {
      const found = () => {
        const events = all(kind)
        const at = events.findIndex((one, index) => index >= (heard.get(kind) ?? 0) && isSo(one))
        if (at >= 0) heard.set(kind, at + 1)
        return events[at]
      }
      return eventually(found, `A ${kind} that was waited for`, said)
    },
  }
}

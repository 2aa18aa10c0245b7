import type { VerdictStatus } from './report.ts'
import type { Severity } from './rule.ts'

/** An item of a History Spooler in an event. */
interface ItemEvent {
  readonly user?: string
  /** Path of the History Spooler, relative to the watched folder. */
  readonly folder: string
  readonly name: string
  readonly bytes: number
  /** Time since when the item waits, ISO 8601 in UTC. */
  readonly since: string
}

interface LogEvent {
  /** Path of the log, relative to the watched folder. */
  readonly path: string
}

type FieldsByEvent = {
  'watch-started': {
    readonly folders: readonly string[]
    readonly inputs: number
    readonly records: number
  }
  'spool-appeared': { readonly folder: string; readonly user?: string }
  'spool-gone': { readonly folder: string; readonly user?: string }
  'item-appeared': ItemEvent
  /** Durations in milliseconds. */
  'item-stuck': ItemEvent & { readonly waited: number; readonly limit: number }
  'item-gone': ItemEvent & { readonly waited: number }
  'verdict-changed': {
    readonly rule: string
    readonly title: string
    readonly severity: Severity
    readonly from: VerdictStatus
    readonly to: VerdictStatus
    readonly message: string
  }
  'log-started': LogEvent & { readonly format: string }
  /** The file was renamed and continues under the name `to`. */
  'log-rotated': LogEvent & { readonly to: string }
  /** The file was truncated or replaced, and is read again from its start. */
  'log-restarted': LogEvent & { readonly reason: 'truncated' | 'replaced' }
  'log-ended': LogEvent
  /** This many files of the log were deleted before they could be opened. */
  'log-lost': LogEvent & { readonly files: number }
  /** A gap in a log. Times are ISO 8601 in UTC. */
  'log-gap': LogEvent & { readonly from: string; readonly to: string }
  /** The log currently cannot be read. Reading is retried. */
  unreadable: LogEvent & { readonly reason: string }
  readable: LogEvent
  /**
   * The clock was set or the machine slept, by `by` milliseconds. Waiting times do not include
   * them.
   */
  'clock-changed': { readonly by: number; readonly reason: 'set' | 'slept' }
  'report-written': { readonly paths: readonly string[] }
  'watch-ended': { readonly reason: string }
}

export type WatchEventKind = keyof FieldsByEvent

/** An event of a live session. `at` is ISO 8601 in UTC. One line of `watch --format ndjson`. */
export type WatchEvent = {
  [Kind in WatchEventKind]: { readonly event: Kind; readonly at: string } & FieldsByEvent[Kind]
}[WatchEventKind]

/** An event without its time, as emitted by the inputs. The session adds the time. */
export type WatchEventBody = {
  [Kind in WatchEventKind]: { readonly event: Kind } & FieldsByEvent[Kind]
}[WatchEventKind]

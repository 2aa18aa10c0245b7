import type { VerdictStatus } from './report.ts'
import type { Severity } from './rule.ts'

/** An item of a History Spooler, as events name it. */
interface ItemEvent {
  readonly user?: string
  /** Path of the History Spooler inside what is watched. */
  readonly folder: string
  readonly name: string
  readonly bytes: number
  /** Since when it waits, ISO in UTC. */
  readonly since: string
}

interface LogEvent {
  /** Inside what is watched. */
  readonly path: string
}

type Kinds = {
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
  /** The file goes on under another name. */
  'log-rotated': LogEvent & { readonly to: string }
  /** It became shorter, or another file took its place: it is read from its start. */
  'log-restarted': LogEvent & { readonly reason: 'truncated' | 'replaced' }
  'log-ended': LogEvent
  /** A silence in a log; moments are ISO in UTC. */
  'log-gap': LogEvent & { readonly from: string; readonly to: string }
  /** Cannot be read for now; it is tried again. */
  unreadable: LogEvent & { readonly reason: string }
  readable: LogEvent
  /**
   * The clock of the machine was set, or the machine slept, by so many milliseconds: waiting is
   * counted without them.
   */
  'clock-changed': { readonly by: number; readonly reason: 'set' | 'slept' }
  'report-written': { readonly paths: readonly string[] }
  'watch-ended': { readonly reason: string }
}

export type WatchEventKind = keyof Kinds

/**
 * Something that a live session noticed; `at` is ISO in UTC. One line of `watch --format ndjson`.
 */
export type WatchEvent = {
  [Kind in WatchEventKind]: { readonly event: Kind; readonly at: string } & Kinds[Kind]
}[WatchEventKind]

/** The same without its time: what the inputs notice, to which the session adds when. */
export type WatchEventBody = {
  [Kind in WatchEventKind]: { readonly event: Kind } & Kinds[Kind]
}[WatchEventKind]

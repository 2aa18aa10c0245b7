/**
 * Writes files into something that is one thing when it is done: a folder or a zip. Until `commit`,
 * nothing is under its name. All methods reject with a UsageError that says why it cannot be
 * written.
 */
export interface EntryWriter {
  /** Adds a file. `name` is a relative path with slashes. `chunks` may be reused by their source. */
  add(name: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<unknown>
  /** Finishes it, and puts it in its place. */
  commit(): Promise<void>
  /** Removes what was written; after `commit` it does nothing. */
  discard(): void
}

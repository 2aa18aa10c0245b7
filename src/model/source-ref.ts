/**
 * Position in the user's input: a path inside the case, and the line (from 1), record or byte
 * offset.
 */
export interface SourceRef {
  readonly path: string
  readonly line?: number
  readonly record?: number
  readonly offset?: number
}

/**
 * A line that a report cites: its text without message text and credentials, cut to a sensible
 * length. Of a binary trace, the decoded record.
 */
export interface CitedLine extends SourceRef {
  readonly text: string
}

/**
 * Formats a position: `path:line`, as understood by editors and terminals; `path#record` or
 * `path@offset` for formats without lines.
 */
export function formatSource(source: SourceRef): string {
  if (source.line !== undefined) return `${source.path}:${source.line}`
  if (source.record !== undefined) return `${source.path}#${source.record}`
  if (source.offset !== undefined) return `${source.path}@${source.offset}`
  return source.path
}

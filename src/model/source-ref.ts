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
 * Formats a position: `path:line`, as understood by editors and terminals; `path#record` or
 * `path@offset` for formats without lines.
 */
export function formatSource(source: SourceRef): string {
  if (source.line !== undefined) return `${source.path}:${source.line}`
  if (source.record !== undefined) return `${source.path}#${source.record}`
  if (source.offset !== undefined) return `${source.path}@${source.offset}`
  return source.path
}

/**
 * Where in the user's own input a fact was read: a path inside the case, and the line (from 1),
 * record or byte offset there.
 */
export interface SourceRef {
  readonly path: string
  readonly line?: number
  readonly record?: number
  readonly offset?: number
}

/** `path:line`, as editors and terminals open it; `path#record` for formats without lines. */
export function formatSource(source: SourceRef): string {
  if (source.line !== undefined) return `${source.path}:${source.line}`
  if (source.record !== undefined) return `${source.path}#${source.record}`
  if (source.offset !== undefined) return `${source.path}@${source.offset}`
  return source.path
}

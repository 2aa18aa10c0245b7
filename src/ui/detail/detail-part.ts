import { present } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import { formatSource, type SourceRef } from '../../model/source-ref.ts'
import type { TextAttribute } from '../../terminal/layout.ts'

/** A paragraph, a path or a command of the detail. An empty text is an empty line. */
export interface DetailPart {
  readonly kind?: 'text' | 'path' | 'command'
  readonly text: string
  /** Cells before the text. */
  readonly indent?: number
  /** Shown before the first line, inside its indent. */
  readonly mark?: string
  readonly style?: readonly TextAttribute[]
}

const MAX_PLACES = 3

export const EMPTY: DetailPart = { text: '' }
export const title = (text: string): DetailPart => ({ text, style: ['bold'] })
export const dim = (text: string, indent = 0): DetailPart => ({ text, indent, style: ['dim'] })

/** Sources as `path:line`, one part each, without duplicates. */
export function sourceParts(sources: readonly SourceRef[], indent: number): readonly DetailPart[] {
  const places = [...new Set(sources.map(formatSource))]
  const more = places.length - MAX_PLACES
  return present([
    ...places
      .slice(0, MAX_PLACES)
      .map((text): DetailPart => ({ kind: 'path', text, indent, style: ['dim'] })),
    more > 0 ? dim(`… and ${formatCount(more, 'more place')}`, indent) : undefined,
  ])
}

export const commandPart =
  (indent: number) =>
  (text: string): DetailPart => ({ kind: 'command', text, indent })

/** The text of a detail, one line for each part. */
export const detailText = (parts: readonly DetailPart[]): string =>
  parts.map(({ text, mark = '' }) => `${mark}${text}`).join('\n')

/** Collects the commands of a detail, without duplicates. */
export const commandsOf = (parts: readonly DetailPart[]): readonly string[] => [
  ...new Set(parts.flatMap((part) => (part.kind === 'command' ? [part.text] : []))),
]

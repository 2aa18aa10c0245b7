import type { Location } from 'sarif'
import { defined } from '../../model/defined.ts'
import { toPrintable } from '../../model/printable.ts'
import type { SourceRef } from '../../model/source-ref.ts'

/**
 * A path inside the case as a URI relative to it: it names no scheme and no host, and does not
 * climb out, whatever it holds.
 */
export function sarifUri(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  return (
    parts
      .map((part) => (part === '..' ? '%2E%2E' : encodeURIComponent(wellFormed(part))))
      .join('/') || '.'
  )
}

/** A lone surrogate has no bytes, and so no escape. */
const wellFormed = (text: string): string => (/\p{Cs}/u.test(text) ? toPrintable(text) : text)

export function sarifLocation({ path, line, record, offset }: SourceRef): Location {
  const region =
    line !== undefined
      ? { startLine: line }
      : offset !== undefined
        ? { byteOffset: offset, byteLength: 0 }
        : undefined
  return {
    physicalLocation: {
      artifactLocation: { uri: sarifUri(path), uriBaseId: 'CASE' },
      ...defined({ region }),
    },
    // A record of a file without lines is no region that SARIF knows.
    ...defined({ message: record === undefined ? undefined : { text: `record ${record}` } }),
  }
}

import type { Location, Region } from 'sarif'
import { defined } from '../../model/defined.ts'
import type { SourceRef } from '../../model/source-ref.ts'
import { toPrintable } from '../../model/text/printable.ts'

/**
 * Returns a path inside the case as a relative URI. Whatever the path contains, the URI has no
 * scheme and no host, and does not leave the folder of the case.
 */
export function sarifUri(path: string): string {
  const parts = path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .map((part) => (part === '..' ? '%2E%2E' : encodeURIComponent(wellFormed(part))))
  return parts.join('/') || '.'
}

/** Escapes lone surrogates, which `encodeURIComponent` refuses. */
const wellFormed = (text: string): string => (/\p{Cs}/u.test(text) ? toPrintable(text) : text)

export const sarifLocation = (source: SourceRef): Location => ({
  physicalLocation: {
    artifactLocation: { uri: sarifUri(source.path), uriBaseId: 'CASE' },
    ...defined({ region: regionOf(source) }),
  },
  // SARIF has no region for a record number in a file without lines.
  ...defined({
    message: source.record === undefined ? undefined : { text: `record ${source.record}` },
  }),
})

function regionOf({ line, offset }: SourceRef): Region | undefined {
  if (line !== undefined) return { startLine: line }
  return offset === undefined ? undefined : { byteOffset: offset, byteLength: 0 }
}

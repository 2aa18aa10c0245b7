import { reportLineSchemaProblems } from '../schemas/report-line-schema.ts'
import { findActiveCsv } from './active-csv.ts'
import { findActiveJunit } from './active-junit.ts'
import { findActiveMarkdown } from './active-markdown.ts'
import { findActiveSarif } from './active-sarif.ts'

// Controls, marks of direction and of no width, separators, tags, lone surrogates: whatever acts or
// hides.
const ACTIVE =
  /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}|[\u{e0000}-\u{e007f}]/u

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const lines = (text: string): string[] => text.split('\n').slice(0, -1)

/** By format, what an attack could still do: in words, empty when nothing. */
const FORMATS: Readonly<Record<string, (text: string) => string[]>> = {
  table: () => [],
  json: (text) => (isJson(text) ? [] : ['is no JSON']),
  ndjson: (text) => lines(text).flatMap((line) => reportLineSchemaProblems(JSON.parse(line))),
  csv: findActiveCsv,
  markdown: findActiveMarkdown,
  sarif: findActiveSarif,
  junit: findActiveJunit,
}

export const CHECKED_FORMATS = Object.keys(FORMATS)

/** What of hostile text still acts in the bytes of a report in this format. */
export function findActiveContent(format: string, bytes: Uint8Array): string[] {
  const raw = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  const text = format === 'csv' ? raw.replace(/^\ufeff/, '') : raw
  const found = ACTIVE.exec(text)?.[0]
  return [
    ...(found === undefined ? [] : [`holds U+${found.codePointAt(0)?.toString(16)}`]),
    // What a lone surrogate becomes when it is written.
    ...(text.includes('\ufffd') ? ['has lost a character'] : []),
    ...(format !== 'csv' && text.includes('\r') ? ['holds a carriage return'] : []),
    ...(FORMATS[format] ?? (() => ['is not known here']))(text),
  ]
}

import { present } from '../../../src/model/defined.ts'
import { reportLineSchemaProblems } from '../schemas/report-line-schema.ts'
import { findActiveCsv } from './active-csv.ts'
import { findActiveHtml } from './active-html.ts'
import { findActiveJunit } from './active-junit.ts'
import { findActiveMarkdown } from './active-markdown.ts'
import { findActiveSarif } from './active-sarif.ts'

// Control characters, bidirectional and zero-width marks, separators, tags, lone surrogates
const UNSAFE =
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

/** Checks of each format. They return descriptions of active content, or nothing. */
const CHECKS: Readonly<Record<string, (text: string) => string[]>> = {
  table: () => [],
  json: (text) => (isJson(text) ? [] : ['is not JSON']),
  ndjson: (text) => lines(text).flatMap((line) => reportLineSchemaProblems(JSON.parse(line))),
  csv: findActiveCsv,
  html: findActiveHtml,
  markdown: findActiveMarkdown,
  sarif: findActiveSarif,
  junit: findActiveJunit,
}

export const CHECKED_FORMATS = Object.keys(CHECKS)

/** Describes everything in a report that a viewer would interpret instead of showing it as text. */
export function findActiveContent(format: string, bytes: Uint8Array): string[] {
  const decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  const text = format === 'csv' ? decoded.replace(/^\ufeff/, '') : decoded
  const unsafe = UNSAFE.exec(text)?.[0]
  const check = CHECKS[format] ?? (() => ['has no check'])
  return present([
    unsafe && `contains U+${unsafe.codePointAt(0)?.toString(16)}`,
    // Node writes a lone surrogate as U+FFFD.
    text.includes('\ufffd') ? 'has lost a character' : undefined,
    format !== 'csv' && text.includes('\r') ? 'contains a carriage return' : undefined,
    ...check(text),
  ])
}

import { type ArchiveKind, unsupportedArchives } from '../../src/inputs/archives/archive-kind.ts'
import { namedDocuments } from '../../src/inputs/documents/name-document.ts'
import type { DocumentKind } from '../../src/inputs/documents/read-document.ts'
import { parsers } from '../../src/parsers/index.ts'

/** A new kind of document or archive needs a row here. */
const CARRIERS: Readonly<
  Record<DocumentKind | ArchiveKind, readonly [files: string, whatIsRead: string]>
> = {
  mail: ['`.eml`', 'the text, and every attachment, archives and attached mails included'],
  office: ['`.docx`, `.xlsx`', 'the text; pictures in it are counted'],
  html: ['`.html`', 'the text, as a browser shows it'],
  rtf: ['`.rtf`', 'the text'],
  zip: ['`.zip`', 'every entry'],
  gzip: ['`.gz`, `.tar.gz`', 'what is in it; of a damaged one, everything that comes out'],
  tar: ['`.tar`', 'every entry'],
}

const table = (
  [left, right]: readonly [string, string],
  rows: readonly (readonly [string, string])[],
): string =>
  [`| ${left} | ${right} |`, '|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n')

/** Shows the placeholder `<file>` of a command as text. */
const escapeAngles = (text: string): string => text.replace(/[<>]/g, '\\$&')

/** `a PDF document: copy its text` as a row. What has no step says so. */
function adviceRow(advice: string): readonly [string, string] {
  const at = advice.indexOf(': ')
  if (at >= 0) return [advice.slice(0, at), escapeAngles(advice.slice(at + 2))]
  return [advice, 'nothing to do']
}

/** The tables of `docs/collecting.md` that are made from the code, by the title of their block. */
export const formatTables: Readonly<Record<string, string>> = {
  'formats that are read': table(
    ['file', 'format in reports'],
    parsers.map(({ title, format }) => [title, `\`${format}\``]),
  ),
  'mails, documents and archives': table(['file', 'what is read'], Object.values(CARRIERS)),
  'what is named, but not read': table(
    ['file', 'what to do'],
    [...namedDocuments, ...unsupportedArchives].map(adviceRow),
  ),
}

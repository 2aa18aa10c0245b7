import { type LibraryDeclaration, libraryDeclarations } from '../../../scripts/library-types.mjs'

const MAX_COLUMNS = 100

/** The text of a doc comment. */
const textOf = (doc: string): string =>
  doc
    .replace(/^\/\*\*\s?|\s*\*\/$/g, '')
    .replace(/^ ?\* ?/gm, '')
    .trim()

/** The code as in the sources: without semicolons at the ends of lines, and with short lines. */
const tidy = (code: string): string =>
  code
    .replace(/^declare /, '')
    .replace(/;$/gm, '')
    .split('\n')
    .map((line) => (line.length > MAX_COLUMNS ? breakLine(line) : line))
    .join('\n')

/** A union gets a line for each member, a function one for each parameter. */
function breakLine(line: string): string {
  const [, type = '', members] = /^(type [^=]*=) (.*)$/.exec(line) ?? []
  if (members !== undefined && !line.includes('{'))
    return [type, ...members.split(/ \| |(?<=\)) (?==>)/).map((member) => `  | ${member}`)].join(
      '\n',
    )
  const [, start = '', parameters, end = ''] = /^(function [^(]*\()(.*)(\): .*)$/.exec(line) ?? []
  if (parameters === undefined) return line
  return [start, ...parameters.split(/, (?=\w+\??:)/).map((text) => `  ${text},`), end].join('\n')
}

const block = (code: string): string => `\`\`\`ts\n${code}\n\`\`\``

/** Functions and values one by one, then all types. */
function sectionText(own: readonly LibraryDeclaration[]): string {
  const isType = ({ code }: LibraryDeclaration) => /^(?:interface|type) /.test(code)
  const values = own.filter((declaration) => !isType(declaration))
  const types = own.filter(isType).map(({ doc, code }) => `${doc}\n${tidy(code)}`)
  return [
    ...values.flatMap(({ name, doc, code }) => [`### ${name}`, textOf(doc), block(tidy(code))]),
    '### Types',
    block(types.join('\n\n')),
  ].join('\n\n')
}

export const declarations: readonly LibraryDeclaration[] = libraryDeclarations()

const sections = new Set(declarations.flatMap(({ section }) => section ?? []))

/** The generated parts of docs/api.md, by the module of src/api that exports what is in them. */
export const apiSections: ReadonlyMap<string, string> = new Map(
  [...sections].map((name) => [
    name,
    sectionText(declarations.filter(({ section }) => section === name)),
  ]),
)

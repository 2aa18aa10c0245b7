import { commandDefinitions, parentCommands } from './command-definitions.ts'
import { type HelpPage, type HelpRow, type HelpTopic, helpPage } from './help-page.ts'

/** A page of the manual: the name of its file, and its text for man(7). */
export interface ManPage {
  readonly file: string
  readonly text: string
}

export interface ManPageOptions {
  readonly version: string
  /** `2026-11-29` */
  readonly date: string
}

/** Characters of a line of the source, so that editors and mandoc take it. */
const LINE_WIDTH = 78

/** Environment variables that count for all commands. */
const ENVIRONMENT: readonly HelpRow[] = [
  ['NO_COLOR', 'No color, when it is not empty.'],
  ['FORCE_COLOR', 'Color also where there is no terminal; 0 for none.'],
  ['CLICOLOR, CLICOLOR_FORCE', 'The same, as programs of BSD read them.'],
  ['TERM', 'With dumb, no color and no line that is rewritten.'],
  ['COLUMNS', 'The width of the output where there is no terminal.'],
  [
    'PAGER',
    'The program that shows long texts on a terminal; less by default, empty or cat for none.',
  ],
  ['LOCALAPPDATA', 'On Windows: where the folder of Skype for Business is.'],
]

/** All pages of the manual: of the program, and of each command. */
export function manPages(options: ManPageOptions): ManPage[] {
  const topics: HelpTopic[] = [
    undefined,
    ...(Object.keys(commandDefinitions) as (keyof typeof commandDefinitions)[]),
    ...(Object.keys(parentCommands) as (keyof typeof parentCommands)[]),
  ]
  return topics.map((topic) => ({ file: `${pageName(topic)}.1`, text: manPage(topic, options) }))
}

const pageName = (topic: HelpTopic): string =>
  ['spoolscope', ...(topic?.split(' ') ?? [])].join('-')

function manPage(topic: HelpTopic, { version, date }: ManPageOptions): string {
  const page = helpPage(topic)
  const name = pageName(topic)
  return [
    '.\\" Made from the definitions of commands and options. Do not edit.',
    `.TH ${name.toUpperCase()} 1 "${date}" "spoolscope ${version}" "spoolscope"`,
    '.SH NAME',
    ...wrapped(`${roff(name)} \\- ${roff(lowerFirst(page.summary))}`),
    '.SH SYNOPSIS',
    `\\fB${roff(page.usage.split(' ')[0] ?? '')}\\fR ${roff(page.usage.replace(/^\S+ /, ''))}`,
    '.SH DESCRIPTION',
    ...wrapped(roff(page.description)),
    ...sectionLines(page, topic),
    '.SH EXIT STATUS',
    ...page.exitCodes.flatMap(termLines),
    ...(topic === undefined ? ['.SH ENVIRONMENT', ...ENVIRONMENT.flatMap(termLines)] : []),
    '.SH EXAMPLES',
    ...page.examples.flatMap(exampleLines).slice(1),
    '.SH SEE ALSO',
    seeAlso(topic),
    '',
  ].join('\n')
}

/** Commands of the program are sections of their own; options of a command are one section. */
function sectionLines({ sections }: HelpPage, topic: HelpTopic): string[] {
  const heading = topic === undefined ? ['.SH COMMANDS'] : ['.SH OPTIONS']
  return [
    ...heading,
    ...sections.flatMap(({ title, rows }) => [
      ...(sections.length > 1 ? [`.SS ${roff(title)}`] : []),
      ...rows.flatMap(termLines),
    ]),
  ]
}

const termLines = ([term, text]: HelpRow): string[] => [
  '.TP',
  termText(term.trim()),
  ...wrapped(roff(text)),
]

/** What is typed is bold, what stands for a value is in italics. */
const termText = (term: string): string =>
  term
    .split(/(<[^<>]*>)/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('<') ? `\\fI${roff(part)}\\fR` : `\\fB${roff(part)}\\fR`))
    .join('')

const exampleLines = ([line, comment]: HelpRow): string[] => [
  '.PP',
  ...wrapped(roff(`${comment}:`)),
  '.PP',
  '.RS 4',
  '.nf',
  `\\fB${roff(line)}\\fR`,
  '.fi',
  '.RE',
]

function seeAlso(topic: HelpTopic): string {
  const others =
    topic === undefined
      ? [...Object.keys(commandDefinitions), ...Object.keys(parentCommands)]
          .map((name) => pageName(name as HelpTopic))
          .sort()
      : ['spoolscope']
  return others.map((name) => `\\fB${roff(name)}\\fR(1)`).join(',\n')
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** Splits escaped text into lines, which the formatter joins. None of them is a request. */
function wrapped(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= LINE_WIDTH) {
      lines.push(line)
      line = ''
    }
    line += line === '' ? word : ` ${word}`
  }
  return [...lines, line].map((text) => text.replace(/^(?=[.'])/, '\\&'))
}

/** Escapes text for man(7): only a line that begins with it could still be a request. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/[^\0-\u007f]/gu, (character) => {
      const code = character.codePointAt(0) ?? 0
      return `\\[u${code.toString(16).toUpperCase().padStart(4, '0')}]`
    })

import { readdirSync, readFileSync } from 'node:fs'

/** The documents for users. */
export const documents: readonly string[] = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

export interface DocumentedLine {
  readonly page: string
  /** As it stands there, without its indent. */
  readonly line: string
}

/** What programs generate into a document is tested where it is generated. */
const GENERATED = /<!-- generated: habits -->[\s\S]*?<!-- end -->/g
// "    spoolscope analyze PC-0142.zip   # a comment", or with another program before it
const COMMAND_LINE = /^ {4,6}(\S.*[ '])?spoolscope [a-z-]/

/** The command lines in blocks of code, in the order of the page. A backslash continues a line. */
export function commandLinesOf(page: string): DocumentedLine[] {
  const text = readFileSync(page, 'utf8')
    .replace(GENERATED, '')
    .replace(/\\\n */g, '')
  const blocks = text.replace(/^```[\s\S]*?^```/gm, '')
  return blocks
    .split('\n')
    .filter((line) => COMMAND_LINE.test(line))
    .map((line) => ({ page, line: line.trim() }))
}

/** The commands in running text: `spoolscope etl info`. Shortened ones end with `…`. */
export function inlineCommandsOf(page: string): DocumentedLine[] {
  const text = readFileSync(page, 'utf8')
    .replace(GENERATED, '')
    .replace(/^ {4}.*$/gm, '')
  return [...text.matchAll(/`((?:source <\()?spoolscope [^`]*)`/g)].map(([, line = '']) => ({
    page,
    line: line.replace(/\s+/g, ' '),
  }))
}

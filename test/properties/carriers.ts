export type Lines = readonly string[]
const eachLine = (change: (line: string, index: number) => string) => (lines: Lines) =>
  lines.map(change)

/** The ways in which people carry text, as they change its lines. */
export const carriers: Readonly<Record<string, (lines: Lines) => Lines>> = {
  unchanged: (lines) => lines,
  quoted: eachLine((line) => `> ${line}`),
  'quoted twice': eachLine((line) => `>> ${line}`),
  'a code block': eachLine((line) => `    ${line}`),
  'behind tabs': eachLine((line) => `\t${line}`),
  'numbered by an editor': eachLine((line, index) => `${String(index + 1).padStart(5)}  ${line}`),
  'numbered by findstr': eachLine((line, index) => `${index + 1}:${line}`),
  'in colors': eachLine((line) => `\u001b[32;1m${line}\u001b[0m`),
  'with no-break blanks': eachLine((line) => line.replaceAll(' ', '\u00a0')),
  'from Outlook': eachLine((line) => line.replaceAll('  ', '\u00a0 ')),
  'double-spaced': (lines) => lines.flatMap((line) => [line, '']),
  fenced: (lines) => ['This is the output:', '', '```', ...lines, '```'],
  'with entities': eachLine((line) =>
    line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  ),
  'with bullets': eachLine((line) => (line === '' ? '' : `- ${line}`)),
  'as code in lines': eachLine((line) => (line === '' ? '' : `\`${line}\``)),
  'in a chat': eachLine((line) => (line === '' ? '' : `[14/06/2016, 10:32:11] Kim Lee: ${line}`)),
  'fenced in a quote': (lines) => ['```', ...lines, '```'].map((line) => `> ${line}`),
}

import { describe, expect, it } from 'vitest'
import { seemsWrapped, unwrap } from '../../../src/inputs/unwrap/unwrap.ts'

const LIST = ['Identity        : Global', 'EnableOfflineIm : False', '', 'Name : x', 'Other : y']
const unwrapped = (lines: readonly string[]) => unwrap(lines.join('\n'))

describe('a text that was carried', () => {
  it.each<readonly [string, readonly string[]]>([
    ['in a mail', LIST.map((line) => `> ${line}`)],
    ['in a mail of a mail', LIST.map((line) => `>> ${line}`)],
    ['with spaced quotes', LIST.map((line) => `> > ${line}`)],
    ['as a code block', LIST.map((line) => `    ${line}`)],
    ['behind tabs', LIST.map((line) => `\t${line}`)],
    ['by an editor', LIST.map((line, index) => `  ${index + 1}  ${line}`)],
    ['by findstr', LIST.map((line, index) => `${index + 1}:${line}`)],
    ['by grep', LIST.map((line, index) => `out.txt:${index + 1}:${line}`)],
    ['by cat', LIST.map((line, index) => `     ${index + 1}\t${line}`)],
    ['in colors', LIST.map((line) => `\u001b[32;1m${line}\u001b[0m`)],
    ['with no-break blanks', LIST.map((line) => line.replaceAll(' ', '\u00a0'))],
    ['with entities', LIST.map((line) => line.replaceAll(' ', '&nbsp;'))],
    ['double-spaced', LIST.flatMap((line) => [line, ''])],
    ['with bullets', LIST.map((line) => (line === '' ? '' : `- ${line}`))],
    ['as code in lines', LIST.map((line) => (line === '' ? '' : `\`${line}\``))],
    [
      'in a chat',
      LIST.map((line) => (line === '' ? '' : `[14/06/2016, 10:32:11] Kim Lee: ${line}`)),
    ],
    ['in another chat', LIST.map((line) => (line === '' ? '' : `10:32 AM - Kim: ${line}`))],
    ['numbered and quoted', LIST.map((line, index) => `> ${index + 1}: ${line}`)],
  ])('%s is as it was', (_, lines) => {
    const { text } = unwrapped(lines) ?? { text: '' }
    expect(
      text
        .split('\n')
        .map((line) => line.trimEnd())
        .slice(0, LIST.length),
    ).toEqual(LIST)
  })

  it('keeps the numbers of its lines', () => {
    const { numbers } = unwrapped(LIST.flatMap((line) => [line, ''])) ?? { numbers: [] }
    expect([...numbers].slice(0, 2)).toEqual([1, 3])
  })

  it('in a Markdown table has cells between tabs', () => {
    const table = ['| Name | Value |', '|---|---|', '| EWS Information | EWS not deployed |']
    expect(unwrapped(table)?.text).toBe('Name\tValue\nEWS Information\tEWS not deployed')
  })

  it.each(['│', '║', '┃'])('in a table drawn with %s has cells between tabs', (line) => {
    const rows = [
      ['Name', 'Value'],
      ['EWS Information', 'EWS not deployed'],
    ]
    const table = rows.map((cells) => `${line} ${cells.join(` ${line} `)} ${line}`)
    const text = 'Name\tValue\nEWS Information\tEWS not deployed'
    expect(unwrapped(table)?.text).toBe(text)
    expect(unwrapped(['┌──┬──┐', table[0] ?? '', '╞══╪══╡', table[1] ?? ''])?.text).toBe(text)
  })
})

describe('a text that was not carried', () => {
  it.each<readonly [string, readonly string[]]>([
    ['a list', LIST],
    ['a listing', ['06/14/2016  01:55 PM    <DIR>  .', '06/14/2016  01:55 PM  1,834 0001.hist']],
    [
      'a listing with grouped digits',
      ['14.06.2016  13:55  68\u00a0708\u00a0889 0001.hist', 'x', 'y'],
    ],
    ['a transcript', ['PS C:\\> Get-CsUser kim', 'Name : x', 'PS C:\\> exit']],
    ['a text with equals signs', ['timeout=20', 'opaque=3D; a=b', 'x=20']],
    ['modes of files', ['-a---- 6/14/2016 1:10 PM 1834 0001.hist', 'd----- 6/14/2016 1:10 PM x']],
    ['times with names', ['10:32:11 kim signed in', '10:32:12 kim signed out']],
    ['a client log', ['06/14/2016|10:11:12.123 1A2C:9F4 TRACE :: text', 'more', 'more']],
  ])('%s stays as it is', (_, lines) => {
    expect(unwrapped(lines)).toBeUndefined()
    expect(seemsWrapped(lines.join('\n'))).toBe(false)
  })
})

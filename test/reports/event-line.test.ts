import { expect, it } from 'vitest'
import { seconds } from '../../src/model/duration.ts'
import { formatEventLine } from '../../src/reports/event-line.ts'

const formatEventLineText = (...parts: Parameters<typeof formatEventLine>): string =>
  String(formatEventLine(...parts))

const at = '2016-09-20T08:31:00.000Z'
const item = {
  at,
  user: 'kim@contoso.example',
  folder: 'History Spooler',
  name: '00000001.hist',
  bytes: 1230,
  since: '2016-09-20T08:28:58.000Z',
} as const

it('states time, kind, and what happened to which item of whom', () => {
  expect(
    formatEventLineText({
      event: 'item-stuck',
      ...item,
      waited: seconds(122),
      limit: seconds(120),
    }),
  ).toBe(
    `${at}  item-stuck       after 2 min 2 s (limit 2 min) in the spool of kim@contoso.example: ` +
      '00000001.hist\n',
  )
})

it('names both verdicts of a change', () => {
  expect(
    formatEventLineText({
      event: 'verdict-changed',
      at,
      rule: 'ews-unavailable',
      title: 'EWS is unavailable',
      severity: 'error',
      from: 'flagged',
      to: 'clear',
      message: 'EWS answers again.',
    }),
  ).toBe(`${at}  verdict-changed  ews-unavailable: flagged → clear. EWS answers again.\n`)
})

it('stays on one line, whatever a file is named', () => {
  const line = formatEventLineText({ event: 'item-appeared', ...item, name: 'a\nb\u001b[2J' })
  expect(line.trimEnd()).not.toMatch(/[\n\u001b]/)
})

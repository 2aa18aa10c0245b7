import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import type { BatchLine } from '../../src/model/batch-line.ts'
import { fleetTable } from '../../src/reports/fleet/fleet-table.ts'
import {
  facts,
  flaggedVerdict,
  judgedBatchLine,
  sampleFleet,
  unjudgedBatchLine,
} from '../support/batch-lines.ts'
import { summarizeLines } from '../support/fleet.ts'
import { verdict } from '../support/reports.ts'

const tableOf = (lines: readonly BatchLine[], width: number, color = false) =>
  fleetTable(summarizeLines(lines), { width, color }, 10)

describe.each([80, 140])('at %i columns', (width) => {
  it('the summary of a fleet is what it was', async () => {
    await expect(tableOf(sampleFleet(), width)).toMatchFileSnapshot(`golden/fleet-${width}.txt`)
  })
})

it.each([40, 60, 80, 100, 140, 160])('fits %i columns', (width) => {
  expect(
    tableOf(sampleFleet(), width)
      .split('\n')
      .filter((line) => stringWidth(line) > width),
  ).toEqual([])
})

it('says the same in colour as without, and leaves no blanks at the ends of lines', () => {
  const bare = tableOf(sampleFleet(), 80, true).replace(/\u001b\[\d+m/g, '')
  expect(bare).toBe(tableOf(sampleFleet(), 80))
  expect(bare).not.toMatch(/[ \t]\n/)
})

it('says so when there is nothing', () => {
  expect(tableOf([], 80)).toContain('There is nothing to summarize')
})

it('shows control characters of the evidence as what they are, wherever they stand', () => {
  const evil = 'x\u001b]0;owned\u0007\u001b[2J\r\n\u202eabc\u200b\u0085\ud800'
  const known = {
    users: evil,
    clientBuild: evil,
    updateChannel: evil,
    server: evil,
    mailboxLocation: evil,
  }
  const text = tableOf(
    [
      judgedBatchLine(evil, {
        headline: evil,
        facts: facts({ ...known, oldestSpooled: '2016-06-14T11:00:00.000Z' }),
        verdicts: [
          flaggedVerdict('spool-message-stuck', 3, { title: evil }),
          flaggedVerdict(evil, 3, { title: evil }),
          verdict(`${evil}2`, {
            status: 'not-checked',
            missing: [{ evidence: evil, how: evil, commands: [evil] }],
          }),
          verdict(`${evil}3`, { status: 'crashed', message: evil }),
        ],
      }),
      unjudgedBatchLine(`${evil}4`, 'unreadable', evil),
      unjudgedBatchLine(`${evil}5`, 'failed', evil),
    ],
    140,
  )
  expect(text).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]|\p{Cs}/u,
  )
  expect(text).toContain('x\\u{1b}]0;owned\\u{7}')
})

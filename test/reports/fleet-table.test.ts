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
import { diagnosedFleet } from '../support/diagnosed-fleet.ts'
import { summarizeLines } from '../support/fleet.ts'
import { verdict } from '../support/reports.ts'

const fleetTableText = (...parts: Parameters<typeof fleetTable>): string =>
  String(fleetTable(...parts))

const tableOf = (lines: readonly BatchLine[], width: number, color = false) =>
  fleetTableText(summarizeLines(lines), { width, color }, 10)

describe.each([80, 140])('at %i columns', (width) => {
  it('the summary of a fleet matches the golden file', async () => {
    await expect(tableOf(sampleFleet(), width)).toMatchFileSnapshot(`golden/fleet-${width}.txt`)
  })

  it('the summary of diagnosed cases matches the golden file', async () => {
    const text = tableOf(diagnosedFleet(), width)
    await expect(text).toMatchFileSnapshot(`golden/diagnosed-fleet-${width}.txt`)
  })
})

it.each([40, 60, 80, 100, 140, 160])('fits %i columns', (width) => {
  const text = tableOf(sampleFleet(), width) + tableOf(diagnosedFleet(), width)
  expect(text.split('\n').filter((line) => stringWidth(line) > width)).toEqual([])
})

it('has the same text with color and without, and no trailing spaces', () => {
  const bare = tableOf(sampleFleet(), 80, true).replace(/\u001b\[\d+m/g, '')
  expect(bare).toBe(tableOf(sampleFleet(), 80))
  expect(bare).not.toMatch(/[ \t]\n/)
})

it('says that an empty fleet has nothing to summarize', () => {
  expect(tableOf([], 80)).toContain('There is nothing to summarize')
})

it('shows control characters of the evidence as escapes', () => {
  const attack = 'x\u001b]0;owned\u0007\u001b[2J\r\n\u202eabc\u200b\u0085\ud800'
  const known = {
    users: attack,
    clientBuild: attack,
    updateChannel: attack,
    server: attack,
    mailboxLocation: attack,
  }
  const text = tableOf(
    [
      judgedBatchLine(attack, {
        headline: attack,
        facts: facts({ ...known, oldestSpooled: '2016-06-14T11:00:00.000Z' }),
        diagnosis: {
          outcome: 'cause-found',
          answer: attack,
          causes: [
            {
              rule: attack,
              title: attack,
              user: attack,
              certainty: 'proven',
              because: [],
              explains: { symptoms: [attack], messages: 1, of: 1 },
              causedBy: [],
              supersedes: [attack],
            },
          ],
          unexplained: [{ rule: `${attack}9`, messages: 1 }],
          ruledOut: [],
          undecided: [],
          actions: [],
          collectNext: [],
        },
        verdicts: [
          flaggedVerdict('spool-message-stuck', 3, { title: attack }),
          flaggedVerdict(attack, 3, { title: attack }),
          verdict(`${attack}2`, {
            status: 'not-checked',
            missing: [{ evidence: attack, how: attack, commands: [attack] }],
          }),
          verdict(`${attack}3`, { status: 'crashed', message: attack }),
        ],
      }),
      unjudgedBatchLine(`${attack}4`, 'unreadable', attack),
      unjudgedBatchLine(`${attack}5`, 'failed', attack),
    ],
    140,
  )
  expect(text).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]|\p{Cs}/u,
  )
  expect(text).toContain('x\\u{1b}]0;owned\\u{7}')
})

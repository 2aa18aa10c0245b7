import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { analyzeCase } from '../../src/analysis/analyze-case.ts'
import { DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import { findInputs } from '../../src/inputs/find-inputs.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { summarizeForCustomer } from '../../src/reports/customer/customer-summary.ts'
import { customerText } from '../../src/reports/customer/customer-text.ts'
import { PLAIN_CAUSES, PLAIN_SYMPTOMS } from '../../src/reports/customer/plain-words.ts'
import { customerPage } from '../../src/reports/html/customer-page.ts'
import { rules } from '../../src/rules/index.ts'

const analyze = async (path: string): Promise<CaseReport> =>
  analyzeCase({
    id: 'case',
    found: await findInputs([path], { limits: DEFAULT_ARCHIVE_LIMITS }),
    rules,
    thresholds: new Map(),
    givenObservations: [],
    codePage: 'windows-1252',
    stdin: Readable.from([]),
  })
const summaryOf = async (sample: string) =>
  summarizeForCustomer(await analyze(join('samples/whole', sample)))

it('every cause has plain words, which are part of a sentence', () => {
  const causes = rules.filter(({ diagnosis }) => diagnosis.role === 'cause').map(({ id }) => id)
  expect(Object.keys(PLAIN_CAUSES).sort()).toEqual(causes.sort())
  for (const text of Object.values(PLAIN_CAUSES)) expect(text).toMatch(/^[\w].*[^.]$/)
  for (const id of Object.keys(PLAIN_SYMPTOMS))
    expect(rules.find((rule) => rule.id === id)?.diagnosis.role).toBe('symptom')
})

describe('the summary for a customer', () => {
  it.each([
    [
      'stuck-on-premises',
      [
        '5 messages to people who were offline were not delivered.',
        'The cause is very likely this: the mail server refuses the messages that Skype for Business hands over to it.',
        'It began on 2016-09-20 at 08:29 (time of the computer) at the latest.',
        'Please do the 3 steps below, in this order; we take care of the rest.',
        'There may be more than one cause, and we look at all of them.',
      ],
    ],
    [
      'healthy',
      [
        'We found nothing that keeps messages to people who are offline from being delivered.',
        'You need not do anything.',
      ],
    ],
    [
      'logs-that-prove-little',
      [
        '1 message to people who were offline was not delivered.',
        'The cause is not known yet.',
        expect.stringMatching(/^It began on 2016-09-20 at /),
        expect.stringMatching(/^Please do the 6 steps below, in this order; we/),
        'Some of what we needed is missing, so this may change.',
      ],
    ],
    [
      'two-users',
      [
        expect.stringMatching(/^1 message to people/),
        'The cause is certain: saving conversations is turned off, and without it such messages cannot be sent.',
        expect.stringMatching(/^It began on /),
        expect.stringMatching(/^Please do the 3 steps/),
        'This does not explain everything, and we look further.',
      ],
    ],
  ])(
    'of %s says what is wrong, how sure that is, since when, and what comes next',
    async (sample, sentences) => {
      expect((await summaryOf(sample)).sentences).toEqual(sentences)
    },
  )

  it.each(readdirSync('samples/whole'))('of %s has five sentences at most', async (sample) => {
    const { sentences } = await summaryOf(sample)
    expect(sentences.length).toBeGreaterThan(1)
    expect(sentences.length).toBeLessThanOrEqual(5)
    // A period only at the end: one sentence each. Times and builds have no blank behind theirs.
    for (const sentence of sentences) expect(sentence).toMatch(/^(?:(?!\. ).)+\.$/)
    expect(sentences.join(' ')).not.toMatch(/EWS|Autodiscover|cmdlet|@|Get-Cs|Enable|undefined/)
  })

  it('has the steps of the user only, and says where others come first', async () => {
    const report = await analyze('samples/whole/stuck-on-premises')
    const { steps } = summarizeForCustomer(report)
    const own = report.diagnosis?.actions.filter(({ role }) => role === 'user') ?? []
    expect(steps.map(({ text }) => text)).toEqual(own.map((action) => action.do))
    expect(steps.map(({ isAfterOthers }) => isAfterOthers)).toEqual([false, true, false])
    const others = report.diagnosis?.actions.filter(({ role }) => role !== 'user') ?? []
    expect(others.length).toBeGreaterThan(2)
    for (const output of [
      customerText(summarizeForCustomer(report)),
      customerPage(summarizeForCustomer(report), { name: 'spoolscope', version: '0' }),
    ])
      for (const { do: text } of others) expect(output).not.toContain(text.slice(0, 30))
  })

  it('says the user of a step where there are several', async () => {
    const { steps } = await summaryOf('two-users')
    expect(steps[0]?.text).toContain('This is for kim@contoso.example.')
  })

  it('shows hostile text as text', async () => {
    const summary = {
      sentences: ['<img src=x onerror=alert(1)>\u001b[31m'],
      steps: [
        { text: '<b>\u202e', commands: ['\u001b]0;x\u0007'], check: '"', isAfterOthers: false },
      ],
    }
    expect(customerText(summary)).not.toMatch(/[\u001b\u0007\u202e]/)
    const page = customerPage(summary, { name: 'spoolscope', version: '0' })
    expect(page).not.toMatch(/<img|<b>|[\u001b\u0007\u202e]/)
  })
})

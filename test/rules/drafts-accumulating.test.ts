import { describe, expect, it } from 'vitest'
import { minutes } from '../../src/model/duration.ts'
import type { Observation } from '../../src/model/observation.ts'
import { draftsAccumulating } from '../../src/rules/drafts-accumulating.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { cmdletOutput, NOON, tick, trace } from '../support/observations.ts'

const folder = (
  items: number | string,
  more: Partial<Observation> = {},
  properties = {},
): Observation =>
  ({
    ...cmdletOutput('Get-MailboxFolderStatistics', {
      Identity: 'kim@contoso.example\\Entwürfe',
      FolderPath: '/Entwürfe',
      FolderType: 'Drafts',
      ItemsInFolder: `${items}`,
      ...properties,
    }),
    ...more,
  }) as Observation
const counted = (items: number, time: string) =>
  folder(items, { source: { path: `drafts-${time}.txt` } })

const save = (at: number) => trace('<m:CreateItem MessageDisposition="SaveOnly">', at)
const failed = (at: number, code = 'ErrorSendAsDenied') =>
  trace(
    `<m:SendItemResponseMessage ResponseClass="Error"><m:ResponseCode>${code}</m:ResponseCode>`,
    at,
  )
const failedSends = (count: number) =>
  Array.from({ length: count }, (_, index) => [
    save(NOON + minutes(index)),
    failed(NOON + minutes(index) + 500),
  ]).flat()

const verdict = (observations: readonly Observation[], thresholds = {}) =>
  evaluateRule(draftsAccumulating, observations, thresholds)

describe('drafts-accumulating', () => {
  it('flags more items than the limit in a folder with any name', () => {
    expect(verdict([folder(100)]).status).toBe('clear')
    expect(verdict([folder(101)])).toMatchObject({
      status: 'flagged',
      message: 'The Drafts folder of kim@contoso.example contains 101 items (limit 100)',
    })
    expect(verdict([folder('1,204')]).message).toContain('1,204 items')
    expect(verdict([folder(60)], { manyItems: 50 }).status).toBe('flagged')
  })

  it('flags growth between counts, ordered by the times in their names', () => {
    const later = counted(23, '20160614-1200')
    expect(verdict([later, counted(12, '20160614-0900')])).toMatchObject({
      status: 'flagged',
      message:
        'The Drafts folder of kim@contoso.example grew from 12 to 23 items between ' +
        '2016-06-14 09:00 and 2016-06-14 12:00 (limit 10 more)',
    })
    expect(verdict([counted(13, '20160614-0900'), later]).status).toBe('clear')
    expect(verdict([counted(13, '20160614-0900'), later], { growth: 9 }).status).toBe('flagged')
    expect(verdict([counted(60, '20160614-0900'), later]).status).toBe('clear')
  })

  it('infers no growth from counts in unknown order', () => {
    expect(verdict([folder(12), folder(60)]).status).toBe('clear')
  })

  it('uses the latest count, or the largest one without times', () => {
    expect(verdict([counted(500, '20160614-0900'), counted(3, '20160614-1200')]).status).toBe(
      'clear',
    )
    expect(verdict([folder(500), folder(3)]).status).toBe('flagged')
  })

  it('ignores other folders', () => {
    expect(verdict([folder(500, {}, { FolderType: 'Inbox' })]).status).toBe('not-checked')
  })

  it('flags repeated failures to send saved drafts', () => {
    expect(verdict([...failedSends(2), folder(2)]).status).toBe('clear')
    expect(verdict(failedSends(3))).toMatchObject({
      status: 'flagged',
      message: 'Sending failed for 3 saved drafts (limit 2): ErrorSendAsDenied',
    })
    expect(verdict(failedSends(2), { failedSends: 1 }).status).toBe('flagged')
  })

  it('pairs a failed send only with a save shortly before it', () => {
    const sends = [1, 2, 3, 4].map((minute) => failed(NOON + minutes(minute)))
    expect(verdict(sends).status).toBe('not-checked')
    const late = [0, 10, 20].flatMap((minute) => [
      save(NOON + minutes(minute)),
      failed(NOON + minutes(minute + 6)),
    ])
    expect(verdict(late).status).toBe('not-checked')
  })

  it('is not checked without counts and failures', () => {
    const { status, missing } = verdict([tick()])
    expect(status).toBe('not-checked')
    expect(missing[0]?.commands?.join()).toContain('Get-MailboxFolderStatistics')
  })
})

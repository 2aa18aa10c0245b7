import { describe, expect, it } from 'vitest'
import { seconds } from '../../src/model/duration.ts'
import { watchSummary } from '../../src/reports/watch-summary.ts'
import { incident, inLocalTime, liveItem, liveView } from '../support/live-view.ts'

const watchSummaryText = (...parts: Parameters<typeof watchSummary>): string =>
  String(watchSummary(...parts))

const STYLE = { width: 80, color: false }

describe('the summary of a live session', () => {
  it('says how long it was watched, why it fails, what went, and where reports are', async () => {
    const view = incident({
      itemCounts: { seen: 9, stuck: 3, gone: 4 },
      reportPaths: ['/home/kim/spoolscope-20160920T083000Z.json'],
    })
    await expect(watchSummaryText(view, STYLE)).toMatchFileSnapshot('golden/watch-summary.txt')
  })

  it('names the local time where it is known', () => {
    expect(watchSummaryText(inLocalTime(incident()), STYLE)).toContain('(08:30:00 local time)')
  })

  it('names the causes that were stronger earlier in the session', () => {
    const [cause] = incident().report.diagnosis?.causes ?? []
    if (cause === undefined) throw new Error('the incident has no cause')
    const strongest = { cause, until: incident().now - seconds(30) }
    const over = liveView({ strongestCauses: [strongest] })
    expect(watchSummaryText(over, STYLE)).toContain(
      'Earlier in the session\n' +
        '  likely  EWS rejects the client’s requests, explains 2 of 3 failed messages,\n' +
        '          until 2016-09-20 08:30:30 UTC\n',
    )
    expect(watchSummaryText(incident({ strongestCauses: [strongest] }), STYLE)).not.toContain(
      'Earlier',
    )
  })

  it('never calls a session without a full reading healthy', () => {
    const text = watchSummaryText(liveView({ reading: { bytes: 1, total: 2 } }), STYLE)
    expect(text).toContain('The history was not read to its end, so there is no diagnosis.')
    expect(text).toContain('No message was spooled.')
  })

  it('counts what is still there, and what of it is stuck', () => {
    const view = liveView({
      itemCounts: { seen: 2, stuck: 1, gone: 0 },
      items: [liveItem('a', seconds(121)), liveItem('b', seconds(120))],
    })
    expect(watchSummaryText(view, { width: 120, color: false })).toContain(
      '2 messages seen in the spool, 1 got stuck, 0 went, 2 still there, 1 of them stuck.',
    )
  })

  it('shows no control character of a path or a name', () => {
    const evil = '\u001b[2J\u202e'
    const view = incident({ reportPaths: [evil], users: [evil], machine: evil })
    expect(watchSummaryText(view, STYLE)).not.toMatch(/[\u001b\u202e]/)
  })
})

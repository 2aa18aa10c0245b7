import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import type { Timeline } from '../../src/model/timeline.ts'
import { caseTimeline, detailCharts } from '../../src/reports/html/charts/case-charts.ts'
import { random } from '../support/random.ts'
import { exampleTimeline } from '../support/report-with-timeline.ts'
import { caseReport } from '../support/reports.ts'

const drawn = (timeline: Timeline, asOf: string | null = '2016-06-14T12:00:00.000Z') =>
  `${caseTimeline(caseReport({ timeline, asOf: asOf === null ? null : { time: asOf, from: '--as-of' } }), 'case')}`
/** Draws the close-up and the ages. */
const drawnDetails = (timeline: Timeline, asOf: string | null = '2016-06-14T12:00:00.000Z') =>
  `${detailCharts(caseReport({ timeline, asOf: asOf === null ? null : { time: asOf, from: '--as-of' } }), 'case')}`
const timelineOf = (text: string) => text.slice(0, text.indexOf('</svg>'))
/** Returns the left and right edge of each bar of a kind in the wide timeline. */
const bars = (text: string, kind: string) =>
  [
    ...timelineOf(text).matchAll(
      new RegExp(`<rect class="${kind}" x="([\\d.]+)" y="[\\d.]+" width="([\\d.]+)"`, 'g'),
    ),
  ].map(([, x, width]) => [Number(x), Number(x) + Number(width)])
const asOfLine = (text: string) =>
  Number(/<line class="as-of" x1="([\d.]+)"/.exec(timelineOf(text))?.[1])
const items = (...times: readonly string[]) =>
  times.map((time, index) => ({
    name: `${index}.hist`,
    since: `2016-06-14T${time}.000Z`,
    source: { path: 'x' },
  }))

describe('the timeline', () => {
  it('draws each item from when it was written to the time of the analysis', () => {
    const text = drawn(exampleTimeline())
    const [waiting, stuck, end] = [bars(text, 'waiting'), bars(text, 'stuck'), asOfLine(text)]
    expect([waiting.length, stuck.length]).toEqual([3, 2])
    for (const [index, [, right]] of stuck.entries()) {
      expect(right).toBeCloseTo(end, 0)
      expect(stuck[index]?.[0]).toBeCloseTo(waiting[index]?.[1] ?? 0, 0)
    }
    expect(waiting[2]?.[1]).toBeCloseTo(end, 0)
  })

  it('ends an item when its spool was last listed', () => {
    const [first] = items('10:00:00')
    const text = drawn(
      exampleTimeline({ spooled: first ? [{ ...first, seen: '2016-06-14T10:30:00.000Z' }] : [] }),
    )
    const [, right = 0] = bars(text, 'stuck')[0] ?? []
    expect(right).toBeLessThan(asOfLine(text) - 50)
    expect(text).toContain('waited 30 min')
  })

  it('is in proportion: half of the time is half of the width', () => {
    const timeline = exampleTimeline({
      logs: [],
      marks: [],
      spooled: items('08:00:00', '10:00:00'),
      stuckAfter: 7_200_000,
    })
    const [[left = 0, middle = 0] = [], [second = 0] = []] = bars(drawn(timeline), 'waiting')
    const end = asOfLine(drawn(timeline))
    expect(middle).toBeCloseTo((left + end) / 2, 0)
    expect(second).toBeCloseTo(middle, 0)
  })

  it('draws the time that a log covers as a bar, and its gaps on top', () => {
    const [band, , gap] = [
      ...bars(drawn(exampleTimeline()), 'covered'),
      ...bars(drawn(exampleTimeline()), 'gap'),
    ]
    expect(gap?.[0]).toBeGreaterThan(band?.[0] ?? 0)
    expect(gap?.[1]).toBeLessThan(band?.[1] ?? 0)
  })

  it('describes in words and in a table what it shows and leaves out', () => {
    const text = drawn(exampleTimeline())
    expect(text).toContain('2 logs, 2016-06-14 08:00:01 – 11:58:59 UTC, 1 gap.')
    expect(text).toContain('2 earlier marks left out.')
    expect(text).toContain('<td>Spooled, waited 1 h 59 min</td><td><code>00000001.hist</code></td>')
    expect(text).toContain('<td>Log has a gap of 45 min</td>')
  })

  it('draws all logs, the earlier ones in one lane', () => {
    const logs = Array.from({ length: 20 }, (_, hour) => ({
      path: `Lync-${hour}.UccApilog`,
      gaps: [],
      from: new Date(Date.UTC(2016, 5, 13, hour)).toISOString(),
      to: new Date(Date.UTC(2016, 5, 13, hour + 1)).toISOString(),
    }))
    const text = drawn(exampleTimeline({ logs }))
    expect(bars(text, 'covered')).toHaveLength(20)
    expect(timelineOf(text)).toContain('>16 earlier logs</text>')
  })

  it('draws marks at the same place once, and says how many there are', () => {
    const mark = (second: number) => ({
      at: `2016-06-14T10:00:0${second}.000Z`,
      kind: 'failure' as const,
      text: `failure ${second}`,
      source: { path: 'x' },
    })
    const text = drawn(exampleTimeline({ marks: [1, 2, 3, 4, 5].map(mark) }))
    expect(timelineOf(text).match(/class="mark is-failure"/g)).toHaveLength(1)
    expect(timelineOf(text)).toContain('failure 3; and 2 more</title>')
  })

  it('adds a close-up when messages waited for a small part of the time', () => {
    const logs = [
      { path: 'a', from: '2016-06-01T00:00:00.000Z', to: '2016-06-14T11:59:00.000Z', gaps: [] },
    ]
    expect(drawnDetails(exampleTimeline({ logs }))).toContain('While messages waited.')
    expect(drawnDetails(exampleTimeline())).toBe('')
  })

  it('does not claim that an item waited that was written after the analysis', () => {
    const text = drawn(exampleTimeline({ spooled: items('12:30:00') }))
    expect(bars(text, 'waiting')).toEqual([])
    expect(text).toContain('written after the time of the analysis')
  })

  it.each([
    ['there are no times', exampleTimeline({ logs: [], marks: [], spooled: [] }), null],
    [
      'no time is valid',
      exampleTimeline({
        logs: [],
        marks: [],
        spooled: [{ name: 'x', since: 'soon', source: { path: 'x' } }],
      }),
      null,
    ],
  ])('is left out when %s', (_, timeline, asOf) => {
    expect(drawn(timeline, asOf)).toBe('')
  })
})

/** The labels of failures in the wide timeline, with the edges of their texts, at most. */
const failureLabels = (text: string) =>
  [
    ...timelineOf(text).matchAll(
      /<text class="mark-label" x="([\d.]+)" y="([\d.]+)" text-anchor="start">([^<]*)</g,
    ),
  ].map(([, x, y, label = '']) => ({
    left: Number(x),
    right: Number(x) + stringWidth(label) * 6.5,
    y: Number(y),
    label,
  }))
const failuresAt = (...failures: readonly (readonly [time: string, text: string])[]) =>
  exampleTimeline({
    marks: failures.map(([time, text]) => ({
      at: `2016-06-14T${time}.000Z`,
      kind: 'failure' as const,
      text,
      source: { path: 'x' },
    })),
  })

describe('the labels of failures', () => {
  it('name the code, or what happened, of each failure', () => {
    const text = drawn(
      failuresAt(
        ['08:30:00', 'EWS answered ErrorServerBusy'],
        ['09:30:00', 'The sign-in of kim was answered 403'],
        ['11:50:00', 'EWS answered ErrorMailboxStoreUnavailable'],
      ),
    )
    expect(
      failureLabels(text)
        .map(({ label }) => label)
        .sort(),
    ).toEqual([
      'ErrorMailboxStoreUnavailable',
      'ErrorServerBusy',
      'The sign-in of kim was answered…',
    ])
  })

  it('are joined where neighbors have the same', () => {
    const text = drawn(
      failuresAt(
        ['10:00:00', 'EWS answered ErrorServerBusy'],
        ['10:02:00', 'EWS answered ErrorServerBusy'],
        ['10:20:00', 'EWS answered ErrorServerBusy'],
        ['11:58:00', 'EWS answered ErrorServerBusy'],
      ),
    )
    expect(
      failureLabels(text)
        .map(({ label }) => label)
        .sort(),
    ).toEqual(['ErrorServerBusy', 'ErrorServerBusy ×3'])
  })

  it.each([2, 5, 10, 40, 200])('overlap nothing and stay in the chart: %i failures', (count) => {
    const next = random(count)
    const codes = ['ErrorServerBusy', 'ErrorTimeoutExpired', 'ErrorInternalServerError', '禁止']
    const text = drawn(
      failuresAt(
        ...Array.from({ length: count }, () => {
          const at = new Date(Date.UTC(2016, 5, 14, 8) + next() * 14_000_000).toISOString()
          const code = codes[Math.floor(next() * codes.length)] ?? ''
          return [at.slice(11, 19), `EWS answered ${code}`] as const
        }),
      ),
    )
    const labels = failureLabels(text)
    expect(labels.length).toBeGreaterThan(0)
    for (const [index, { left, right, y }] of labels.entries()) {
      expect(left).toBeGreaterThanOrEqual(0)
      expect(right).toBeLessThanOrEqual(600)
      for (const other of labels.slice(index + 1))
        expect(other.y !== y || other.left >= right || other.right <= left).toBe(true)
    }
  })

  it('contain nothing that could be markup', () => {
    const text = drawn(failuresAt(['10:00:00', 'EWS answered <b>"&</b>']))
    expect(failureLabels(text)[0]?.label).toBe('&lt;b&gt;&quot;&amp;&lt;/b&gt;')
  })
})

describe('the ages of items', () => {
  it('count each item once, on the correct side of the limit', () => {
    const times = ['11:59:00', '11:58:01', '11:58:00', '11:49:00', '08:00:00']
    const text = drawnDetails(
      exampleTimeline({ spooled: items(...[1, 2, 3, 4].flatMap(() => times)) }),
    )
    expect(text).toContain('12 items of 20 longer than the limit of 2 min.')
    expect(text).toContain('up to 2 min: 8; 2 min – 10 min: 4; 10 min – 30 min: 4; 4 h – 8 h: 4.')
  })

  it('are left out for fewer than 20 items, which the timeline shows', () => {
    const spooled = items(...Array.from({ length: 20 }, () => '11:00:00'))
    expect(drawnDetails(exampleTimeline({ spooled }))).toContain('How long items have waited')
    expect(drawnDetails(exampleTimeline({ spooled: spooled.slice(1) }))).toBe('')
  })

  it('are left out when the time of the analysis is unknown', () => {
    const spooled = items(...Array.from({ length: 20 }, () => '11:00:00'))
    expect(drawnDetails(exampleTimeline({ spooled }), null)).toBe('')
  })
})

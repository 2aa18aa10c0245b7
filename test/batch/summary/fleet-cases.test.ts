import { describe, expect, it } from 'vitest'
import { buildsByChannel } from '../../../src/batch/summary/builds-by-channel.ts'
import { fleetCases } from '../../../src/batch/summary/fleet-cases.ts'
import { FleetCollector } from '../../../src/batch/summary/fleet-collector.ts'
import { fleetSummary } from '../../../src/batch/summary/fleet-summary.ts'
import type { BatchLine } from '../../../src/model/batch-line.ts'
import { facts, flaggedVerdict, judgedBatchLine, sampleFleet } from '../../support/batch-lines.ts'
import { diagnosedFleet } from '../../support/diagnosed-fleet.ts'

const collect = (lines: readonly BatchLine[]): FleetCollector => {
  const fleet = new FleetCollector()
  for (const line of lines) fleet.add(line)
  return fleet
}

describe('fleetCases', () => {
  it('lists each bundle once, the worst first, in the numbers of the summary', () => {
    const fleet = collect(sampleFleet())
    const { listed, others } = fleetCases(fleet)
    const { cases, bundles } = fleetSummary(fleet, '0.1.0')
    const sums = listed.map(({ sum }) => sum)
    const count = (sum: string) => sums.filter((other) => other === sum).length
    expect([new Set(listed.map(({ bundle }) => bundle)).size, others]).toEqual([bundles.total, 0])
    expect([count('affected'), count('open'), count('clear')]).toEqual([
      cases.affected,
      cases.open,
      cases.clear,
    ])
    expect([count('unreadable'), count('failed')]).toEqual([bundles.unreadable, bundles.failed])
    expect(sums).toEqual(
      [...sums].sort(
        (left, right) =>
          'affected failed unreadable open clear'.indexOf(left) -
          'affected failed unreadable open clear'.indexOf(right),
      ),
    )
  })

  it('does not depend on the order of lines', () => {
    expect(fleetCases(collect([...sampleFleet()].reverse()))).toEqual(
      fleetCases(collect(sampleFleet())),
    )
  })

  it('lists the worst up to the limit, and counts the others', () => {
    const { listed, others } = fleetCases(collect(sampleFleet()), 3)
    expect([listed.map(({ sum }) => sum), others]).toEqual([
      ['affected', 'affected', 'affected'],
      17,
    ])
  })

  it('names the causes of a case, errors before warnings', () => {
    const verdicts = [
      flaggedVerdict('drafts', 1, { severity: 'warning' }),
      flaggedVerdict('stuck', 1),
    ]
    const [only] = fleetCases(collect([judgedBatchLine('PC-1', { verdicts })])).listed
    expect(only?.causes).toEqual([
      { rule: 'stuck', certainty: 'unknown' },
      { rule: 'drafts', certainty: 'unknown' },
    ])
  })

  it('names causes with their certainty, and symptoms before the other rules', () => {
    const [only] = fleetCases(collect(diagnosedFleet().slice(0, 1))).listed
    expect(only?.causes).toEqual([
      { rule: 'ews-request-failing', certainty: 'likely' },
      { rule: 'client-build-too-old-for-on-premises-mailbox', certainty: 'possible' },
    ])
    expect(only?.otherRules).toEqual(['spool-message-stuck', 'logging-not-full'])
    expect(only?.says).toBe('EWS answers ErrorServerBusy.')
  })
})

describe('buildsByChannel', () => {
  const on = (bundle: string, updateChannel: string, clientBuild: string, wrong: boolean) =>
    judgedBatchLine(bundle, {
      facts: facts({ updateChannel, clientBuild }),
      verdicts: wrong ? [flaggedVerdict('stuck')] : [],
    })

  it('counts cases and affected cases of each build in a channel, the newest build first', () => {
    const lines = [
      on('1', 'Current', '16.0.9.1', true),
      on('2', 'Current', '16.0.10.1', false),
      on('3', 'Current', '16.0.10.1', true),
      on('4', 'Deferred', '16.0.9.1', false),
      judgedBatchLine('5', { facts: facts({ clientBuild: '16.0.9.1' }) }),
      judgedBatchLine('6', { facts: facts({ updateChannel: 'Current' }) }),
    ]
    const [current, ...rest] = buildsByChannel(collect(lines))
    expect(current).toEqual({
      channel: 'Current',
      cases: 4,
      affected: 2,
      unknown: 1,
      builds: {
        listed: [
          { value: '16.0.10.1', cases: 2, affected: 1 },
          { value: '16.0.9.1', cases: 1, affected: 1 },
        ],
        others: { values: 0, cases: 0 },
      },
    })
    expect(rest.map(({ channel }) => channel)).toEqual([undefined, 'Deferred'])
  })
})

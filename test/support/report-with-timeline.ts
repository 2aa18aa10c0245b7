import type { JourneyReport, JourneyStage } from '../../src/model/journey.ts'
import type { Report } from '../../src/model/report.ts'
import type { Timeline } from '../../src/model/timeline.ts'
import { fullReport } from './reports.ts'

const LOG = 'Tracing/Lync-UccApi-0.UccApilog'
const KIM = 'kim@contoso.example'
const at = (time: string) => `2016-06-14T${time}.000Z`
const source = (line: number) => ({ path: LOG, line })

export const exampleTimeline = (more: Partial<Timeline> = {}): Timeline => ({
  logs: [
    {
      path: LOG,
      from: at('08:00:01'),
      to: at('11:58:59'),
      gaps: [{ from: at('09:00:00'), to: at('09:45:00') }],
    },
    { path: 'export/trace.csv', from: at('08:30:00'), to: at('11:00:00'), gaps: [] },
  ],
  marks: [
    { at: at('08:00:05'), kind: 'sign-in', text: `${KIM} signed in`, source: source(40) },
    {
      at: at('10:00:00'),
      kind: 'recipient-offline',
      text: 'lee@contoso.example is offline (480)',
      source: source(900),
    },
    {
      at: at('10:01:00'),
      kind: 'failure',
      text: 'EWS answered ErrorServerBusy',
      source: source(910),
    },
  ],
  spooled: [
    {
      name: '00000001.hist',
      since: at('10:00:01'),
      user: KIM,
      source: { path: 'spoolscope-manifest.json', line: 10 },
    },
    {
      name: '00000002.hist',
      since: at('11:50:00'),
      user: KIM,
      source: { path: 'spoolscope-manifest.json', line: 16 },
    },
    {
      name: '00000003.hist',
      since: at('11:59:00'),
      user: KIM,
      source: { path: 'spoolscope-manifest.json', line: 22 },
    },
  ],
  omitted: { marks: 2, spooled: 0, journeys: 3, logs: 0, gaps: 1 },
  stuckAfter: 120_000,
  ...more,
})

const JOINED_BY_TIME = { by: 'time', within: 30_000 } as const
const JOINED_BY_CALL_ID = { by: 'call-id' } as const
const step = (stage: JourneyStage, time: string, text: string, inferred = false) => ({
  stage,
  at: at(time),
  text,
  inferred,
  source: source(900),
  ...(inferred ? JOINED_BY_TIME : JOINED_BY_CALL_ID),
})

const exampleJourneys = (): readonly JourneyReport[] => [
  {
    key: '6e0c9b8e7a6d4c3b@192.0.2.10',
    user: KIM,
    recipient: 'lee@contoso.example',
    conversation: 'AdIbOjGn',
    steps: [
      step('sent', '09:59:58', 'Sent to lee@contoso.example'),
      step('recipient-offline', '10:00:00', 'Answered 480: the recipient is offline'),
      step('spooled', '10:00:01', 'Spooled as 00000001.hist', true),
      step('ews-answered', '10:01:00', 'EWS answered ErrorServerBusy', true),
      step('stuck', '12:00:00', 'Waits for 1 h 59 min, limit 2 min'),
    ],
  },
  {
    key: 'sip_kim@contoso.example/History Spooler/00000002.hist',
    user: KIM,
    steps: [step('spooled', '11:50:00', 'Spooled as 00000002.hist')],
  },
]

/** Returns a report with everything that an HTML page shows: times, journeys and redaction. */
export function reportWithTimeline(): Report {
  const report = fullReport()
  const redaction = {
    replaced: { user: 3, domain: 2 },
    timesShifted: true,
    notCovered: ['Names inside of pictures.'],
  }
  return {
    ...report,
    cases: report.cases.map((original) => ({
      ...original,
      timeline: exampleTimeline(),
      journeys: exampleJourneys(),
      redaction,
    })),
  }
}

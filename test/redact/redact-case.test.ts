import { expect, it } from 'vitest'
import type { CaseReport } from '../../src/model/report.ts'
import { createRedactor } from '../../src/redact/redact-case.ts'
import { removePrivateFromReport } from '../../src/redact/remove-private-texts.ts'
import { caseReport, fullReport } from '../support/reports.ts'

const SOURCE = { path: 'Lync/sip_kim@contoso.example/x.log', line: 3 }
const whole: CaseReport = {
  ...caseReport(),
  id: 'kim-laptop.zip',
  headline: 'Seen on KIM-LAPTOP at 2016-06-14 23:30:00 – 23:50:00 UTC, with kim-laptop.zip',
  journeys: [
    {
      key: '9be2',
      user: 'kim@contoso.example',
      recipient: 'lee@fabrikam.example',
      steps: [
        {
          stage: 'sent',
          at: '2016-06-14T08:00:00.000Z',
          text: 'Sent to lee@fabrikam.example',
          inferred: false,
          source: SOURCE,
        },
      ],
    },
  ],
  timeline: {
    logs: [
      {
        path: SOURCE.path,
        from: '2016-06-14T08:00:00.000Z',
        to: '2016-06-14T09:00:00.000Z',
        gaps: [],
      },
    ],
    marks: [
      {
        at: '2016-06-14T08:00:00.000Z',
        kind: 'sign-in',
        text: 'kim signed in from 192.0.2.1',
        source: SOURCE,
      },
    ],
    spooled: [
      {
        name: '1.hist',
        since: '2016-06-14T08:00:00.000Z',
        user: 'kim@contoso.example',
        source: SOURCE,
      },
    ],
    omitted: { marks: 0, spooled: 0 },
    stuckAfter: 120_000,
  },
}

it('covers all parts of a report, including fields added by later versions', () => {
  const later = {
    ...whole,
    evidence: {
      'kim@contoso.example': ['\\\\filer\\kim', { title: 'Robin at lee@fabrikam.example' }],
    },
  } as CaseReport
  const redacted = createRedactor({}).redactCase(later)
  expect(JSON.stringify(redacted)).not.toMatch(/kim|lee@|contoso|fabrikam|filer|192\.0|9be2/i)
  const [journey] = redacted.journeys ?? []
  expect(journey).toMatchObject({
    key: 'call-1',
    steps: [{ stage: 'sent', at: '2016-06-14T08:00:00.000Z' }],
  })
  expect(journey?.user).toBe(redacted.timeline?.spooled[0]?.user)
  expect(redacted.timeline?.marks[0]).toMatchObject({
    kind: 'sign-in',
    text: expect.stringMatching(/^user-\d signed in from ip-1$/),
  })
})

it('shifts all times by the same amount, also across midnight', () => {
  const { headline, journeys } = createRedactor({ shift: -86_400_000 * 40 + 1_200_000 }).redactCase(
    whole,
  )
  expect(headline).toContain('at 2016-05-05 23:50:00 – 2016-05-06 00:10:00 UTC')
  expect(journeys?.[0]?.steps[0]?.at).toBe('2016-05-05T08:20:00.000Z')
})

it('hides folders of absolute paths', () => {
  const [input] = fullReport().cases[0]?.inputs ?? []
  if (input === undefined) throw new Error('no input in the report')
  const path = '/srv/customers/Tailspin Toys/x.log'
  const redacted = createRedactor({}).redactCase({
    ...whole,
    inputs: [{ ...input, path }],
    asOf: { time: '2016-06-14T08:00:00.000Z', from: `the latest record of ${path}` },
  })
  expect(JSON.stringify(redacted)).not.toMatch(/Tailspin|customers/)
  expect(redacted.asOf?.from).toMatch(/^the latest record of case-\d\/x\.log$/)
})

it('removes message text and credentials from any report', () => {
  const text =
    'ms-text-format: text/plain; ms-body=cXdl and Authorization: NTLM gssapi-data="abc" at kim@contoso.example'
  const { headline } = removePrivateFromReport({ ...whole, headline: text })
  expect(headline).toBe(
    'ms-text-format: text/plain; ms-body=[removed] and Authorization: NTLM [removed]',
  )
  expect(removePrivateFromReport(whole)).toEqual(whole)
})

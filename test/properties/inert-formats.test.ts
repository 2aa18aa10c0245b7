import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { reportFormats } from '../../src/reports/report-formats.ts'
import { CHECKED_FORMATS, findActiveContent } from '../support/attacks/active-content.ts'
import { caseReport, report, verdict } from '../support/reports.ts'
import { propertyRuns } from './property-runs.ts'

/** Text that is special in some format, mixed with any other characters. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'`*_~#@|[]()<>{}!\\$&;:,.=+-\'"/ \n\t\r\u0000\u001b\u202e\ud800\udc00'),
      fc.constantFrom(
        'http://a.b',
        'www.a.b',
        'a@b.c',
        '1. ',
        '- ',
        '```',
        '](',
        '{0}',
        '<b>',
        '&#0;',
        ']]>',
        '..',
        'GH-1',
        'word',
        '12',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

const reportOf = (text: string): Report => {
  const sources = [{ path: text, line: 1 }, { path: text }]
  const step = { do: text, commands: [text], verify: text }
  return report(
    caseReport({
      id: text,
      headline: text,
      asOf: { time: '2016-06-14T12:00:00.000Z', from: text },
      unknowable: [text],
      facts: { fact: { label: text, value: text, text, sources } },
      diagnosis: {
        outcome: 'cause-possible',
        answer: text,
        causes: [
          {
            rule: 'a',
            title: text,
            user: text,
            certainty: 'possible',
            because: [{ text, sources }],
            explains: { symptoms: ['b'], messages: 1, of: 1 },
            causedBy: [],
            supersedes: ['b'],
          },
        ],
        unexplained: [{ rule: 'b', user: text, messages: 1 }],
        ruledOut: [{ rule: 'b', because: text, sources }],
        undecided: [],
        actions: [{ role: 'user', ...step, for: ['a'], user: text }],
        collectNext: [{ evidence: text, how: text, commands: [text], decides: ['b'] }],
      },
      journeys: [
        {
          key: text,
          user: text,
          recipient: text,
          steps: [
            {
              stage: 'stuck',
              at: '2016-06-14T12:00:00.000Z',
              text,
              inferred: false,
              source: { path: text },
            },
          ],
        },
      ],
      verdicts: [
        verdict('a', {
          status: 'flagged',
          title: text,
          message: text,
          findings: [{ subject: text, message: text, sources }],
          remedy: [step],
        }),
        verdict('b', {
          status: 'not-checked',
          title: text,
          message: text,
          missing: [{ evidence: text || 'it', how: text }],
        }),
        verdict('c', { title: text, message: text, sources }),
      ],
    }),
  )
}

it.each(CHECKED_FORMATS.filter((format) => format !== 'table'))(
  'no text is active in %s',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const content = text === '' ? 'x' : text
        const render = await reportFormats[format as keyof typeof reportFormats](reportOf(content))
        expect(
          findActiveContent(format, Buffer.from(String(render({ width: 100, color: false })))),
        ).toEqual([])
      }),
      propertyRuns(100),
    )
  },
)

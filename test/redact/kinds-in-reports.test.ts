import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { REPORT_FORMATS } from '../../src/model/report-format.ts'
import { createRedactor } from '../../src/redact/redact-case.ts'
import { removePrivateFromReport } from '../../src/redact/remove-private-texts.ts'
import { reportFormats } from '../../src/reports/report-formats.ts'
import { caseReport, inputReport, report, verdict } from '../support/reports.ts'
import { decodeEscapes } from './find-leaks.ts'
import { allKinds } from './kinds/all-kinds.ts'
import type { SecretKind } from './kinds/kind.ts'

const promised = allKinds.filter(({ isPromised }) => isPromised)

/** A report with this text wherever text of evidence can be. */
const reportWith = (text: string): Report =>
  report({
    headline: `Found: ${text}`,
    facts: {
      users: {
        label: 'Users',
        value: text,
        text,
        sources: [{ path: text, line: 3, excerpt: text }],
      },
    },
    inputs: [
      inputReport(text, { notes: [text], damage: [{ at: 3, reason: text, text }] as never }),
    ],
    verdicts: [
      verdict('spool-message-stuck', {
        status: 'flagged',
        findings: [
          { subject: text, message: text, sources: [{ path: text, excerpt: text }] },
        ] as never,
        missing: [],
      }),
    ],
    journeys: [
      {
        key: 'a84b4c76e66710zz',
        conversation: 'AdHGTZoQ8l0Rkwzz',
        user: text,
        recipient: text,
        steps: [
          {
            stage: 'sent',
            at: '2016-06-14T10:00:00.000Z',
            text,
            inferred: false,
            source: { path: text },
          },
        ],
      },
    ],
  } as never)

const leftIn = (output: string, secrets: readonly string[]) => {
  // Markdown and tables wrap texts and escape characters.
  const texts = [output, output.replace(/\s+/g, ' '), output.replace(/[\\`]/g, '')]
  const plain = texts.map((text) => `${text}\n${decodeEscapes(text)}`.toLowerCase()).join('\n')
  return secrets.filter((secret) => plain.includes(secret.toLowerCase()))
}

describe.each(REPORT_FORMATS)('a redacted report as %s', (format) => {
  const renderWith = async (change: (given: Report) => Report, { text }: SecretKind) => {
    const render = await reportFormats[format](change(reportWith(text)), { full: true })
    return String(render({ color: false, columns: 100 } as never))
  }
  const redact = (given: Report): Report => ({
    ...given,
    cases: given.cases.map((each) => createRedactor({}).redactCase(each)),
  })

  it('shows each text, when it is not redacted', async () => {
    const [kind] = promised
    if (kind)
      expect(leftIn(await renderWith((given) => given, kind), kind.secrets)).toEqual(kind.secrets)
  })

  it('has no secret left', async () => {
    const leaks: string[] = []
    for (const kind of promised) {
      const output = await renderWith(redact, kind)
      const left = leftIn(output, [...kind.secrets, 'a84b4c76e66710zz', 'AdHGTZoQ8l0Rkwzz'])
      if (left.length > 0) leaks.push(`${kind.name}: ${left.join(' ')}`)
    }
    expect(leaks).toEqual([])
  })

  it('has no message text and no credentials, even when it is not redacted', async () => {
    const leaks: string[] = []
    for (const kind of promised.filter(({ finder }) => finder === 'private')) {
      const output = await renderWith(
        (given) => ({ ...given, cases: given.cases.map(removePrivateFromReport) }),
        kind,
      )
      if (leftIn(output, kind.secrets).length > 0) leaks.push(kind.name)
    }
    expect(leaks).toEqual([])
  })
})

describe('redacting a redacted report', () => {
  it('changes nothing', () => {
    const changed = allKinds.filter(({ text }) => {
      const given = { ...caseReport(), ...reportWith(text).cases[0] }
      const { redaction: _, ...once } = createRedactor({}).redactCase(given)
      const { redaction: __, ...twice } = createRedactor({}).redactCase(once)
      return JSON.stringify(twice) !== JSON.stringify(once)
    })
    expect(changed.map(({ name }) => name)).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import type { CaseReport, Report } from '../../src/model/report.ts'
import { parseCaseReport } from '../../src/model/report-shape.ts'
import { reportFormats } from '../../src/reports/report-formats.ts'
import { diagnosedReport } from '../support/diagnosed-report.ts'
import { reportWithTimeline } from '../support/report-with-timeline.ts'
import { fullReport } from '../support/reports.ts'
import { fieldPaths, withReplaced } from '../support/values/replaced-fields.ts'

const FORMATS = Object.keys(reportFormats) as (keyof typeof reportFormats)[]
const STYLE = { width: 100, color: false }
const ODD_VALUES = [undefined, null, true, -1, 1e300, '', 'x\u001b[2J', [], {}]

/** The report as it is read from a file that has it as JSON. */
function readAgain(report: Report): Report {
  const cases = report.cases.map((each) => {
    const parsed = parseCaseReport(JSON.parse(JSON.stringify(each)))
    if (typeof parsed === 'string') throw new Error(parsed)
    return parsed
  })
  return { ...report, cases }
}

async function textOf(format: keyof typeof reportFormats, report: Report): Promise<string> {
  const render = await reportFormats[format](report, { full: true })
  return String(render(STYLE))
}

describe.each(FORMATS)('a report as %s', (format) => {
  it.each([
    ['that is full', fullReport],
    ['with a diagnosis', diagnosedReport],
    ['with a timeline', reportWithTimeline],
  ])('is the same as of the saved report %s', async (_, create) => {
    const report = create()
    expect(await textOf(format, readAgain(report))).toBe(await textOf(format, report))
  })

  it('is the same as of the saved report for every odd report that is accepted', async () => {
    const report = reportWithTimeline()
    const [whole] = report.cases
    const differing: string[] = []
    let accepted = 0
    // Each format takes other fields and values than the next.
    for (const [index, path] of [...fieldPaths(whole, [], 'unknown')].entries()) {
      if (index % FORMATS.length !== FORMATS.indexOf(format)) continue
      const value = ODD_VALUES[Math.floor(index / FORMATS.length) % ODD_VALUES.length]
      const odd = parseCaseReport(withReplaced(whole, path, value) as CaseReport)
      if (typeof odd === 'string') continue
      accepted += 1
      const cases = [odd]
      const once = await textOf(format, { ...report, cases })
      if (once !== (await textOf(format, readAgain({ ...report, cases }))))
        differing.push(`${path.join('.')} = ${JSON.stringify(value)}`)
    }
    expect(accepted).toBeGreaterThan(5)
    expect(differing).toEqual([])
  })
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REPORT_FORMATS } from '../../src/model/report-format.ts'
import { library, plain, run, STUCK } from '../support/api/library.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const { analyze, UsageError, parseReport, redactReport, renderReport } = library
const folder = temporaryFolder('library')

describe('reports', () => {
  it.each(REPORT_FORMATS)('are rendered as the command line does: %s', async (format) => {
    const report = await analyze(STUCK)
    expect(await renderReport(report, format)).toBe(run('analyze', STUCK, '--format', format))
  })

  it('have tables of any width, in color where it is asked for', async () => {
    const report = await analyze(STUCK)
    const narrow = await renderReport(report, 'table', { width: 60, full: true })
    const isCommand = (line: string) => line.length > 60
    expect(narrow.split('\n').filter(isCommand).length).toBeLessThan(20)
    expect(await renderReport(report, 'table', { color: true })).toContain('\u001b[')
  })

  it('are parsed again, and checked', async () => {
    const report = await analyze(STUCK)
    const json = await renderReport(report, 'json')
    expect(plain(parseReport(json))).toEqual(plain(report))
    expect(plain(parseReport(Buffer.from(`\ufeff${json}`, 'utf16le')))).toEqual(plain(report))
    for (const damaged of ['', '{', '[]', json.slice(0, 999), json.replace('"flagged"', '7')])
      expect(() => parseReport(damaged)).toThrow(UsageError)
  })

  it('have no format that is unknown', async () => {
    const failure = renderReport(await analyze(STUCK), 'pdf' as never)
    await expect(failure).rejects.toThrow('no format “pdf”')
  })

  it('are redacted as with --redact, and the names are returned', async () => {
    const key = 'a secret that is long enough'
    const file = join(folder, 'key')
    writeFileSync(file, `${key}\n`)
    const report = await analyze(STUCK)
    const { report: redacted, names } = redactReport(report, { key })
    const expected = run('analyze', STUCK, '--format', 'json', '--redact', '--redact-key', file)
    expect(plain(redacted)).toEqual(JSON.parse(expected))
    expect(JSON.stringify(redacted)).not.toMatch(/contoso|kim/i)
    expect([...names.values()]).toEqual(expect.arrayContaining(['kim', 'contoso.example']))
    const shifted = redactReport(report, { key, shiftTimes: true }).report
    const shiftedExpected = run(
      ...['analyze', STUCK, '--format', 'json', '--redact', '--redact-key', file, '--redact-shift'],
    )
    expect(plain(shifted)).toEqual(JSON.parse(shiftedExpected))
    expect(() => redactReport(report, { key: 'short' })).toThrow('shorter than 16')
  })
})

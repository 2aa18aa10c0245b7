import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REPORT_FORMATS } from '../../src/model/report-format.ts'
import { parsers } from '../../src/parsers/index.ts'
import { reportFormats } from '../../src/reports/report-formats.ts'
import { rules } from '../../src/rules/index.ts'
import { checkCaseReport, reportOf } from '../fuzz/oracles/case.ts'
import { readBundle } from '../support/archives/read-archive.ts'
import { CHECKED_FORMATS, findActiveContent } from '../support/attacks/active-content.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { hostileEvidence } from './hostile-evidence.ts'

const ids = (names: Iterable<string>): string[] => [...new Set(names)].sort()

describe('a hostile case', () => {
  it('covers every rule', () => {
    expect(ids(hostileEvidence.flatMap((evidence) => evidence.rules))).toEqual(
      ids(rules.map(({ id }) => id)),
    )
  })

  it('covers every parser', () => {
    expect(ids(hostileEvidence.flatMap((evidence) => evidence.formats))).toEqual(
      ids(parsers.map(({ format }) => format)),
    )
  })

  it('covers every report format', () => {
    expect(ids(CHECKED_FORMATS)).toEqual(ids(REPORT_FORMATS))
  })
})

describe.each(hostileEvidence.map((evidence) => [evidence.name, evidence] as const))(
  '%s',
  (_, { files, rules: flagged, formats }) => {
    it('reaches what it covers, hides nothing, and is inert in every format', async () => {
      const folder = temporaryFolder()
      for (const [path, bytes] of files()) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), bytes)
      }
      const { report } = await readBundle(folder)
      checkCaseReport(report)
      const statuses = new Map(report.verdicts.map(({ rule, status }) => [rule, status]))
      for (const rule of flagged) expect([rule, statuses.get(rule)]).toEqual([rule, 'flagged'])
      for (const format of formats) {
        const read = report.inputs.filter((input) => input.format === format)
        expect(read.map(({ status }) => status)).toContain('read')
      }
      for (const format of REPORT_FORMATS) {
        const text = (await reportFormats[format](reportOf(report), { full: true }))({
          width: 100,
          color: false,
        })
        expect(findActiveContent(format, Buffer.from(String(text))), format).toEqual([])
      }
    })
  },
)

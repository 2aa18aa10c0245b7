import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { summaryOf } from '../analysis/case-report.ts'
import type { BatchLine } from '../model/batch-line.ts'
import { parseCaseReport } from '../model/report-shape.ts'
import { UsageError } from '../model/usage-error.ts'
import { STANDARD_OUTPUT, writeOutputFile } from '../output/output-file.ts'
import { htmlReport } from '../reports/html/html-report.ts'

const MAX_NAME_CHARS = 40

/** Writes a page per analyzed bundle, one line at a time: no report is kept. */
export class CasePageWriter {
  /** Reports that are incomplete, and have no page. */
  damaged = 0
  private readonly folder: string
  private readonly version: string
  private readonly fleetAddress: string | undefined
  private readonly writtenNames = new Set<string>()

  /**
   * `output` is the path of the page of all cases, which each page links to. Throws a UsageError
   * when the folder cannot be created.
   */
  constructor(folder: string, version: string, output: string) {
    this.folder = resolve(folder)
    this.fleetAddress =
      output === STANDARD_OUTPUT ? undefined : relativeAddress(this.folder, resolve(output))
    this.version = version
    try {
      mkdirSync(this.folder, { recursive: true })
    } catch (error) {
      throw new UsageError(
        `Cannot make the folder ${folder}: ${(error as Error).message}. ` +
          'Choose another with --case-pages.',
      )
    }
  }

  get count(): number {
    return this.writtenNames.size
  }

  /** Of several lines about a bundle, the last one wins. */
  write({ bundle, report }: BatchLine): void {
    if (report === undefined) return
    if (typeof parseCaseReport(report) === 'string') {
      this.damaged += 1
      return
    }
    const name = casePageName(bundle)
    const tool = { name: 'spoolscope', version: this.version }
    const page = htmlReport(
      { schemaVersion: 1, tool, cases: [report], summary: summaryOf([report]) },
      this.fleetAddress,
    )
    writeOutputFile(join(this.folder, name), page, { option: 'case-pages' })
    this.writtenNames.add(name)
  }

  /**
   * Returns a function for the address of a bundle's page, relative to the page of all cases. The
   * function returns undefined for a bundle without a page.
   */
  addressFrom(output: string): (bundle: string) => string | undefined {
    const from = output === STANDARD_OUTPUT ? resolve('.') : dirname(resolve(output))
    const base = relativeAddress(from, this.folder)
    return (bundle) => {
      const name = casePageName(bundle)
      return this.writtenNames.has(name) ? `${base}/${name}` : undefined
    }
  }
}

/** The address of a file for a page in a folder. A name that looks like a scheme is encoded. */
function relativeAddress(folder: string, target: string): string {
  const path = relative(folder, target)
  // Between two drives of Windows the relative path is absolute.
  if (isAbsolute(path)) return pathToFileURL(path).href
  return path === '' ? '.' : path.split(/[\\/]/).map(encodeURIComponent).join('/')
}

/**
 * A file name for a bundle of any name, valid on every file system and unique:
 * `PC-0142-6b86b273ff34fce1.html`.
 */
export function casePageName(bundle: string): string {
  const last = bundle.split(/[\\/]/).findLast((part) => part !== '') ?? ''
  const readable = last
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, MAX_NAME_CHARS)
    .replace(/^-|-$/g, '')
  const hash = createHash('sha256').update(bundle).digest('hex').slice(0, 16)
  return `${readable || 'case'}-${hash}.html`
}

import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { summaryOf } from '../analysis/case-report.ts'
import type { BatchLine } from '../model/batch-line.ts'
import { parseCaseReport } from '../model/report-shape.ts'
import { UsageError } from '../model/usage-error.ts'
import { writeOutputFile } from '../output/output-file.ts'
import { htmlReport } from '../reports/html/html-report.ts'

const MAX_NAME_CHARS = 40

/**
 * A page for each judged bundle, written while its line is at hand: nothing of it is kept but that
 * there is one.
 */
export class CasePageWriter {
  /** Judged bundles whose reports are not whole: they have no page. */
  damaged = 0
  private readonly folder: string
  private readonly version: string
  private readonly fleetAddress: string | undefined
  private readonly writtenNames = new Set<string>()

  /** `output`: where the page of all cases will be, which each links back to. */
  constructor(folder: string, version: string, output?: string) {
    this.folder = resolve(folder)
    this.fleetAddress =
      output === undefined ? undefined : relativeAddress(this.folder, resolve(output))
    this.version = version
    try {
      mkdirSync(this.folder, { recursive: true })
    } catch (error) {
      throw new UsageError(
        `Cannot make the folder ${folder}: ${(error as Error).message}. Choose another with --case-pages.`,
      )
    }
  }

  get count(): number {
    return this.writtenNames.size
  }

  /** Of several lines about a bundle the last one that is given here stays. */
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
    writeOutputFile(join(this.folder, name), page)
    this.writtenNames.add(name)
  }

  /**
   * The address of a bundle's page for a page that is written to `output`, or shown from the
   * working folder.
   */
  addressFrom(output: string | undefined): (bundle: string) => string | undefined {
    const from = output === undefined ? resolve('.') : dirname(resolve(output))
    const base = relativeAddress(from, this.folder)
    return (bundle) => {
      const name = casePageName(bundle)
      return this.writtenNames.has(name) ? `${base}/${name}` : undefined
    }
  }
}

/** From a page in one folder; it never begins with what could be a scheme. */
function relativeAddress(folder: string, target: string): string {
  const way = relative(folder, target)
  // Between two drives of Windows there is no way but the whole address.
  if (isAbsolute(way)) return pathToFileURL(way).href
  return way === '' ? '.' : way.split(/[\\/]/).map(encodeURIComponent).join('/')
}

/**
 * A name that every file system takes, whatever the bundle is called, and that no other bundle has:
 * `PC-0142-6b86b273ff34fce1.html`.
 */
export function casePageName(bundle: string): string {
  const last = bundle.split(/[\\/]/).findLast((part) => part !== '') ?? ''
  const readable = last
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, MAX_NAME_CHARS)
    .replace(/^-|-$/g, '')
  return `${readable || 'case'}-${createHash('sha256').update(bundle).digest('hex').slice(0, 16)}.html`
}

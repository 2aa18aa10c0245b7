import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { readStart } from '../../inputs/read-start.ts'
import type { BatchLine } from '../../model/batch-line.ts'
import { parseLineHead, readResultLines, STATUS_RANKS } from '../read-result-lines.ts'

/** The location of the result of a case: a line of a results file, or a report file. */
export type CaseLocation = { readonly id: string; readonly file: string } & (
  | {
      readonly kind: 'line'
      readonly offset: number
      readonly length: number
      readonly status: BatchLine['status']
    }
  | { readonly kind: 'report' }
)

/** The locations of all cases of one side of a comparison. */
export interface CaseLocations {
  readonly cases: readonly CaseLocation[]
  readonly damage: DamageList
}

/** Counts the lines and reports that could not be read, and lists the first of them. */
export class DamageList {
  total = 0
  readonly first: { readonly place: string; readonly reason: string }[] = []

  add(place: string, reason: string): void {
    this.total += 1
    if (this.first.length < MAX_LISTED_DAMAGE) this.first.push({ place, reason })
  }
}

/**
 * A summary has to stay readable, whatever the results contain.
 * Limit: damaged lines that `diff` lists.
 * Beyond: further ones are counted.
 */
const MAX_LISTED_DAMAGE = 20
/** Enough to tell a report from other JSON. */
const HEAD_BYTES = 1024

/** Locates the cases in a results file, or in a folder of results files and reports. */
export function locateCases(path: string): CaseLocations {
  const damage = new DamageList()
  const locations = new Map<string, CaseLocation>()
  if (!statSync(path).isDirectory()) addLines(path, locations, damage)
  else
    for (const file of listFiles(path)) {
      if (/\.ndjson$/i.test(file)) addLines(file, locations, damage)
      else if (/\.json$/i.test(file) && looksLikeReport(file)) {
        const id = relative(path, file)
        locations.set(id, { kind: 'report', id, file })
      }
    }
  return { cases: [...locations.values()], damage }
}

/** Lists all files below a folder, in an order that is the same on every machine. */
const listFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .sort()

/** Of several lines of a bundle, keeps the one that `mergeResults` would keep. */
function addLines(file: string, locations: Map<string, CaseLocation>, damage: DamageList): void {
  for (const { bytes, offset, number } of readResultLines(file)) {
    const head = parseLineHead(bytes)
    if (head === undefined) {
      if (bytes.toString('latin1').trim() !== '')
        damage.add(`${file}:${number}`, 'it is not a line that batch wrote, or it is cut off')
      continue
    }
    const { bundle, status } = head
    const earlier = locations.get(bundle)
    const rank = earlier?.kind === 'line' ? STATUS_RANKS[earlier.status] : -1
    if (rank <= STATUS_RANKS[status])
      locations.set(bundle, {
        kind: 'line',
        id: bundle,
        file,
        offset,
        length: bytes.length,
        status,
      })
  }
}

/** Whether a JSON file begins like a report: a folder may contain other JSON too. */
export function looksLikeReport(path: string): boolean {
  // Without null bytes, UTF-16 looks like ASCII.
  const head = readStart(path, HEAD_BYTES).toString('latin1').replaceAll('\0', '')
  return /"schemaVersion"\s*:/.test(head) && /"cases"\s*:\s*\[/.test(head)
}

import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { BatchLine } from '../../model/batch-line.ts'
import { parseLineHead, readResultLines } from '../read-result-lines.ts'

/** Where the result of one case lies: a line of results, or a report of its own. */
export type CaseLocation = { readonly id: string; readonly file: string } & (
  | {
      readonly kind: 'line'
      readonly offset: number
      readonly length: number
      readonly status: BatchLine['status']
    }
  | { readonly kind: 'report' }
)

/** All cases of one side of a comparison: where they are, never what they say. */
export interface CaseLocations {
  readonly cases: readonly CaseLocation[]
  readonly damage: DamageList
}

/** Lines and reports that could not be read: counted, the first of them named. */
export class DamageList {
  total = 0
  readonly first: { readonly place: string; readonly reason: string }[] = []

  add(place: string, reason: string): void {
    this.total += 1
    if (this.first.length < MAX_LISTED_DAMAGE) this.first.push({ place, reason })
  }
}

const MAX_LISTED_DAMAGE = 20
/** A bundle may have been judged on one machine, and lost or out of reach on another. */
const STATUS_RANKS: Readonly<Record<BatchLine['status'], number>> = {
  failed: 0,
  unreadable: 1,
  judged: 2,
}

/** Cases of a file of results, or of a folder that holds results and reports. */
export function locateCases(path: string): CaseLocations {
  const damage = new DamageList()
  const places = new Map<string, CaseLocation>()
  if (!statSync(path).isDirectory()) addLines(path, places, damage)
  else
    for (const file of listFiles(path)) {
      if (/\.ndjson$/i.test(file)) addLines(file, places, damage)
      else if (/\.json$/i.test(file) && looksLikeReport(file)) {
        const id = relative(path, file)
        places.set(id, { kind: 'report', id, file })
      }
    }
  return { cases: [...places.values()], damage }
}

/** In an order that is the same everywhere. */
const listFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .sort()

/** A judged line goes before an unreadable and a failed one, else the last: as `merge` has it. */
function addLines(file: string, places: Map<string, CaseLocation>, damage: DamageList): void {
  for (const { bytes, offset, number } of readResultLines(file)) {
    const head = parseLineHead(bytes)
    if (head === undefined) {
      if (bytes.toString('latin1').trim() !== '')
        damage.add(`${file}:${number}`, 'it is no line that batch wrote, or cut off')
      continue
    }
    const { bundle, status } = head
    const known = places.get(bundle)
    const rank = known?.kind === 'line' ? STATUS_RANKS[known.status] : -1
    if (rank <= STATUS_RANKS[status])
      places.set(bundle, { kind: 'line', id: bundle, file, offset, length: bytes.length, status })
  }
}

/** Whether it begins as reports do: other JSON may lie beside them. */
function looksLikeReport(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const piece = Buffer.alloc(1024)
    const head = piece.toString('latin1', 0, readSync(file, piece)).replaceAll('\0', '')
    return /"schemaVersion"\s*:/.test(head) && /"cases"\s*:\s*\[/.test(head)
  } finally {
    closeSync(file)
  }
}

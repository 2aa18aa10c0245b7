import { existsSync, statSync } from 'node:fs'
import type { CitedPlace } from '../../excerpts/read-citations.ts'
import { defined } from '../../model/defined.ts'
import { UsageError } from '../../model/usage-error.ts'

/** Place that a citation on the command line names. */
export interface Citation {
  /** As it was typed. */
  readonly text: string
  /** The folder or archive that was analyzed, or a single file. */
  readonly casePath: string
  /** Possible paths inside the case with their place, the most likely first. Empty: the case itself. */
  readonly targets: readonly CitedTarget[]
}

export interface CitedTarget {
  /** Path inside the case, as the report writes it. Empty for the case itself. */
  readonly path: string
  readonly place: CitedPlace
}

/** `-:12` · `-:Lync/x.log:12` · `standard input/Lync/x.log:12`, as reports write it */
const STANDARD_INPUT = /^(-|standard input)(?:[:/#@](.*))?$/s
const EXAMPLE = 'spoolscope show ./PC-0142:Lync/Tracing/Lync-UccApi-0.UccApilog:120'

/** `:12` or `:12:5`, as editors write line and column · `#12` · `@4096` */
const PLACE = /^(.*?)(?::(\d{1,15})(?::\d{1,6})?|#(\d{1,15})|@(\d{1,15}))$/s

/**
 * Parses `<case>:<path>:<line>`. Colons may be a part of each name, such as of a drive: the case is
 * the longest beginning that exists. The case may be left out when the path exists by itself, and a
 * path may begin with the name of an archive. `-` is standard input. Throws a UsageError when no
 * part exists.
 */
export function parseCitation(text: string): Citation {
  const targets = splitPlace(text)
  const [, name, rest] = STANDARD_INPUT.exec(text) ?? []
  if (name !== undefined && !existsSync(name)) {
    const [{ path, place }] = targets
    const isWhole = rest === undefined || path === name
    return { text, casePath: '-', targets: isWhole ? [{ path: '', place }] : splitPlace(rest) }
  }
  for (const { path: body, place } of targets) {
    if (existsSync(body)) return { text, casePath: body, targets: [{ path: '', place }] }
    const archive = archiveIn(body)
    if (archive !== undefined) return { text, casePath: archive, targets: [{ path: body, place }] }
  }
  const casePath = longestCase(text)
  if (casePath !== undefined) {
    const rest = text.slice(casePath.length + 1)
    return { text, casePath, targets: splitPlace(rest) }
  }
  throw new UsageError(
    `No such case: ${text}. ` +
      `Name the folder or archive that was analyzed, then the citation: ${EXAMPLE}`,
  )
}

/** The text with its place cut off, then the whole text: a name may look like a place. */
function splitPlace(text: string): [CitedTarget, ...CitedTarget[]] {
  const [, path = '', line, record, offset] = PLACE.exec(text) ?? []
  const whole = { path: text, place: {} }
  if (path === '') return [whole]
  const place = defined({
    line: numberOf(line),
    record: numberOf(record),
    offset: numberOf(offset),
  })
  return [{ path, place }, whole]
}

const numberOf = (digits: string | undefined): number | undefined =>
  digits === undefined ? undefined : Number(digits)

/** The longest part before a colon that exists. */
function longestCase(text: string): string | undefined {
  for (let at = text.lastIndexOf(':'); at > 0; at = text.lastIndexOf(':', at - 1)) {
    const prefix = text.slice(0, at)
    if (existsSync(prefix)) return prefix
  }
  return undefined
}

/** `PC-0142.zip/Lync/x.log`: the part of a path that is a file. */
function archiveIn(path: string): string | undefined {
  for (const { index } of [...path.matchAll(/[\\/]/g)].reverse()) {
    const prefix = path.slice(0, index)
    if (prefix !== '' && existsSync(prefix)) return statSync(prefix).isFile() ? prefix : undefined
  }
  return undefined
}

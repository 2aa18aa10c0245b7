import { defined } from '../../model/defined.ts'
import type { TraceLevel } from '../../model/trace-event.ts'
import { parseDigits, parseTwoDigits, type utcMidnight } from '../shared/digits.ts'

const CLOSING_BRACKET = 93
const OPENING_PARENTHESIS = 40
const LF = 10

/** Levels by the letters after `TL_`. */
const LEVELS: Readonly<Record<string, TraceLevel>> = {
  FATAL: 'fatal',
  ERROR: 'error',
  WARN: 'warning',
  INFO: 'info',
  VERBOSE: 'verbose',
  NOISE: 'verbose',
}

/**
 * Position of the time in a prefix that begins at `at`, or -1 when there is no prefix. The time is
 * after the brackets and two hexadecimal ids: `TL_INFO(TF_COMPONENT)
 * [pool\server]0584.0A44::03/02/2017-07:10:46.230`.
 */
export function findClsTime(bytes: Uint8Array, at: number, to: number): number {
  if (bytes[at] !== 0x54 || bytes[at + 1] !== 0x4c || bytes[at + 2] !== 0x5f) return -1
  let bracket = at + 3
  while (bracket < to && bytes[bracket] !== CLOSING_BRACKET) {
    if (bytes[bracket] === LF) return -1
    bracket += 1
  }
  const pid = findHexEnd(bytes, bracket + 1, to)
  if (pid === bracket + 1 || bytes[pid] !== 0x2e) return -1
  const tid = findHexEnd(bytes, pid + 1, to)
  if (tid === pid + 1 || bytes[tid] !== 0x3a || bytes[tid + 1] !== 0x3a) return -1
  const time = tid + 2
  if (
    time + 23 > to ||
    bytes[time + 2] !== 0x2f ||
    bytes[time + 5] !== 0x2f ||
    bytes[time + 10] !== 0x2d
  )
    return -1
  return time
}

/** Whether a line begins with `TL_INFO(`. Only records do. */
export function looksLikeClsPrefix(bytes: Uint8Array, at: number, to: number): boolean {
  if (bytes[at] !== 0x54 || bytes[at + 1] !== 0x4c || bytes[at + 2] !== 0x5f) return false
  let end = at + 3
  while (end < to && isCapital(bytes[end] as number)) end += 1
  return end > at + 3 && bytes[end] === OPENING_PARENTHESIS
}

const isCapital = (byte: number): boolean => byte >= 65 && byte <= 90

/**
 * Parses `03/02/2017-07:10:46.230` into milliseconds since the epoch, as if the time were UTC. The
 * month is first in every sample. NaN when it is not a time.
 */
export function parseClsTime(bytes: Uint8Array, at: number, midnight: typeof utcMidnight): number {
  const hour = parseTwoDigits(bytes, at + 11)
  const minute = parseTwoDigits(bytes, at + 14)
  const second = parseTwoDigits(bytes, at + 17)
  const millisecond = parseDigits(bytes, at + 20, 3)
  if (
    hour < 0 ||
    hour > 23 ||
    minute < 0 ||
    minute > 59 ||
    second < 0 ||
    second > 59 ||
    millisecond < 0
  )
    return Number.NaN
  const day = midnight(
    parseDigits(bytes, at + 6, 4),
    parseTwoDigits(bytes, at),
    parseTwoDigits(bytes, at + 3),
  )
  return day + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
}

/**
 * Start of the message, after component and correlation id. The same position as `text` of
 * `parseClsPrefix`, found on bytes.
 */
export function findClsMessage(bytes: Uint8Array, time: number, end: number): number {
  let at = time + 23
  if (bytes[at] === 0x2e) at = skipBlanks(bytes, findHexEnd(bytes, at + 1, end, 16), end)
  else at = skipBlanks(bytes, at, end)
  for (let group = 0; group < 2; group += 1) {
    const open = bytes[at]
    if (open !== 0x28 && (open !== 0x5b || group === 0)) break
    const close = findClosingBracket(bytes, at, end)
    if (close < 0) break
    at = skipBlanks(bytes, close + 1, end)
  }
  return at
}

/** Position of the bracket that closes the one at `open` in the same line, or -1. */
function findClosingBracket(bytes: Uint8Array, open: number, end: number): number {
  let depth = 0
  for (let at = open; at < end; at += 1) {
    const byte = bytes[at] as number
    // Nearly all bytes are letters, which have higher codes.
    if (byte > CLOSING_BRACKET) continue
    if (byte === 0x28 || byte === 0x5b) depth += 1
    else if (byte === 0x29 || byte === CLOSING_BRACKET) depth -= 1
    else if (byte === LF) return -1
    if (depth === 0) return at
  }
  return -1
}

function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && bytes[at] === 32) at += 1
  return at
}

/** Position after the hexadecimal digits at `from`, at most `maxDigits` of them. */
function findHexEnd(bytes: Uint8Array, from: number, to: number, maxDigits = 8): number {
  let at = from
  while (at < to && at < from + maxDigits) {
    const byte = bytes[at] as number
    if (!((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 70) || (byte >= 97 && byte <= 102)))
      return at
    at += 1
  }
  return at
}

export interface ClsPrefix {
  readonly level?: TraceLevel
  /** `pool\server`, or the number of a processor. */
  readonly origin: string
  readonly pid?: number
  readonly tid?: number
  /** `Component,Class::Func:file.cpp(line)`. */
  readonly component?: string
  /** The rest of the first line. */
  readonly text: string
}

/**
 * TL_INFO(TF_DIAG) [0]0C3C.1164::04/21/2010-16:17:56.124.00000015
 * (SIPStack,SIPAdminLog::TraceDiagRecord:SIPAdminLog.cpp(143)) text
 */
const PREFIX =
  /^TL_([A-Z]{1,16})[^\]]{0,400}?\[([^\]]{0,200})\]([0-9A-Fa-f]{1,8})\.([0-9A-Fa-f]{1,8})::[\d/]{10}-[\d:]{8}\.\d{3}(?:\.[0-9A-Fa-f]{1,16})?\s{0,8}/
/** (SIPStack,SIPAdminLog::TraceProtocolRecord:SIPAdminLog.cpp(125)) */
const COMPONENT = /^\(((?:[^()\s]| |\([^()]{0,80}\)){1,400})\)/
/** ( 00000000028FDD70 ) · [2003888399] */
const CORRELATION = /^\s{0,8}(?:\(\s{0,8}[0-9A-Fa-f]{1,16}\s{0,8}\)|\[\d{1,20}\])/

/** Splits the first line of a record into its parts. A damaged line is returned as text only. */
export function parseClsPrefix(line: string): ClsPrefix {
  const match = PREFIX.exec(line)
  if (!match) return { origin: '', text: line }
  const level = LEVELS[match[1] ?? '']
  const rest = line.slice(match[0].length)
  const component = COMPONENT.exec(rest)
  const text = rest.slice(component?.[0].length ?? 0).replace(CORRELATION, '')
  return {
    origin: match[2] ?? '',
    pid: Number.parseInt(match[3] ?? '', 16),
    tid: Number.parseInt(match[4] ?? '', 16),
    text: text.trimStart(),
    ...defined({ level, component: component?.[1] }),
  }
}

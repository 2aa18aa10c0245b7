import { toIsoTime } from '../../model/moment.ts'

/** /Date(1465905600000)/ · /Date(1465905600000+0200)/ */
const DATE = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/
const MAX_DATE_MS = 8.64e15

/**
 * What PowerShell would print for a value that it wrote as JSON; undefined for an object that says
 * nothing of itself.
 */
export function formatValue(value: unknown): string | undefined {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return formatString(value)
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value))
    return value
      .map((element) => (typeof element === 'object' ? '' : formatValue(element)))
      .join(', ')
  return typeof value === 'object'
    ? formatObject(value as Readonly<Record<string, unknown>>)
    : undefined
}

function formatString(text: string): string {
  const at = Number(DATE.exec(text)?.[1] ?? Number.NaN)
  return Math.abs(at) <= MAX_DATE_MS ? toIsoTime(at) : text
}

/**
 * Dates as {value, DateTime}, versions as their parts, policies and identities as objects with a
 * name.
 */
function formatObject(value: Readonly<Record<string, unknown>>): string | undefined {
  const version = [value.Major, value.Minor, value.Build, value.Revision]
  if (version.every((part) => typeof part === 'number')) return version.join('.')
  const names = ['value', 'Value', 'Identity', 'FriendlyName', 'Name', 'FullName', 'DateTime']
  const inner = names
    .map((name) => value[name])
    .find((one) => typeof one === 'string' || typeof one === 'number')
  return inner === undefined ? undefined : formatValue(inner)
}

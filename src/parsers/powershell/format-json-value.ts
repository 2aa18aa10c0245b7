import { isKnownTime, toIsoTime } from '../../model/moment.ts'

/** /Date(1465905600000)/ · /Date(1465905600000+0200)/ */
const DATE = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/

/**
 * Formats a JSON value as PowerShell prints it. Undefined for an object without a printable value.
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
  return isKnownTime(at) ? toIsoTime(at) : text
}

/**
 * Handles dates as {value, DateTime}, versions as their parts, and policies and identities as
 * objects with a name.
 */
function formatObject(value: Readonly<Record<string, unknown>>): string | undefined {
  const version = [value.Major, value.Minor, value.Build, value.Revision]
  if (version.every((part) => typeof part === 'number')) return version.join('.')
  const names = ['value', 'Value', 'Identity', 'FriendlyName', 'Name', 'FullName', 'DateTime']
  const text = names
    .map((name) => value[name])
    .find((inner) => typeof inner === 'string' || typeof inner === 'number')
  return text === undefined ? undefined : formatValue(text)
}

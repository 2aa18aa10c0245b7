import type { KeyPath } from './map-strings.ts'

/** Fields with fixed words that programs rely on. All other fields are redacted. */
const FIXED_FIELDS = new Set([
  'rule',
  'symptoms',
  'causedBy',
  'supersedes',
  'for',
  'decides',
  'outcome',
  'certainty',
  'role',
  'severity',
  'status',
  'format',
  'kind',
  'stage',
  'ruleSet',
  'sha256',
])

/** Tells the field at a path of a report, whose words stay. */
export const isFixedField = (path: KeyPath): boolean => FIXED_FIELDS.has(path.at(-1) ?? '')

import { formatCount } from '../model/duration.ts'
import type {
  CaseReport,
  ChangedSetting,
  ConfigurationUse,
  InputReport,
  Verdict,
} from '../model/report.ts'
import type { Finding, RemedyStep } from '../model/rule.ts'
import type { Damage } from '../model/tally.ts'

/** The sections of a case, named alike in every format that has headings. */
export const SECTION_TITLES = {
  problems: 'What is wrong',
  crashed: 'Checks that crashed',
  plan: 'Plan',
  timeline: 'Timeline',
  journeys: 'Offline messages',
  facts: 'Environment',
  notChecked: 'Not checked',
  clear: 'Passed',
  inputs: 'Inputs',
  redaction: 'Redaction',
  unknowable: 'What logs cannot show',
  answer: 'Answer',
} as const

/** Follows the id of a rule that is on trial. */
export const EXPERIMENTAL = 'experimental: based on inference, please verify'

/** Replaces the format of an input that was not read; empty for one that was. */
export const INPUT_STATUS_LABELS: Readonly<Record<InputReport['status'], string>> = {
  read: '',
  empty: 'empty',
  'not-recognised': 'not recognized',
  'binary-trace': 'binary trace',
  unreadable: 'unreadable',
}

/** Returns the message of a finding, after its subject unless the message names it. */
export const findingText = ({ subject, message }: Pick<Finding, 'subject' | 'message'>): string =>
  subject === '' || message.includes(subject) ? message : `${subject}: ${message}`

/**
 * Says how many cases were made of the evidence that was passed, and why: `2 cases: “a” and “b” …`.
 * Undefined where it was passed as these cases, or is one.
 */
export function separationText(cases: readonly CaseReport[]): string | undefined {
  const why = cases.find(({ separation }) => separation !== undefined)?.separation
  return why && `${formatCount(cases.length, 'case')}: ${why}.`
}

/** `Changed: spool-message-stuck has stuckAfter 5 min (default 2 min).` */
export const changedSettingsText = (changes: readonly ChangedSetting[]): string =>
  `Changed: ${changes
    .map(
      (change) =>
        `${change.rule} has ${change.setting} ${change.value} (default ${change.default})`,
    )
    .join(', ')}.`

/** `Options from ~/cases/spoolscope.config.yaml: fail-on, skip-rule.` */
export const configurationText = ({ file, options }: ConfigurationUse): string =>
  `Options from ${file}: ${options.join(', ')}.`

/** `line 4711: a record without an end` */
export function damageText({ line, offset, reason }: Damage): string {
  if (line !== undefined) return `line ${line}: ${reason}`
  return offset === undefined ? reason : `byte ${offset}: ${reason}`
}

/** Tells whether a case has an error, or a check that crashed and may have found one. */
export const hasError = (verdicts: readonly Verdict[]): boolean =>
  verdicts.some(
    ({ status, severity }) =>
      status === 'crashed' || (status === 'flagged' && severity === 'error'),
  )

/**
 * Returns the same key for steps with the same text. Objects cannot be compared instead: each is
 * distinct in a report that was loaded from JSON.
 */
export const remedyStepKey = ({ do: action, commands = [], verify }: RemedyStep): string =>
  JSON.stringify([action, commands, verify])

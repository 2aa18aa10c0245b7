import { present } from '../../model/defined.ts'
import { CERTAINTIES } from '../../model/diagnosis.ts'
import { formatCount, formatNumber } from '../../model/duration.ts'
import type {
  CertaintyCounts,
  Dimension,
  FleetSummary,
  OutcomeCounts,
  Span,
  SymptomCount,
} from '../../model/fleet/fleet-summary.ts'

/** The sections of a fleet summary, named alike on the terminal and on the HTML page. */
export const FLEET_SECTION_TITLES = {
  causes: 'Causes',
  symptoms: 'Symptoms',
  alsoFlagged: 'Also flagged',
  combinations: 'Combinations (exact set per case)',
  stuck: 'Stuck messages',
  affected: 'Who and what is affected',
  notChecked: 'Not checked',
  crashed: 'Checks that crashed',
  unreadable: 'Unreadable',
  failed: 'Failed',
  notes: 'About the results',
} as const

interface DimensionLabel {
  readonly title: string
  readonly pluralTitle: string
  /** Singular; counts add an `s`. */
  readonly noun: string
}

export const DIMENSION_LABELS: Readonly<Record<Dimension, DimensionLabel>> = {
  users: { title: 'User', pluralTitle: 'Users', noun: 'user' },
  builds: { title: 'Client build', pluralTitle: 'Client builds', noun: 'build' },
  channels: { title: 'Update channel', pluralTitle: 'Update channels', noun: 'channel' },
  servers: { title: 'Server', pluralTitle: 'Servers', noun: 'server' },
  mailboxes: { title: 'Mailbox', pluralTitle: 'Mailboxes', noun: 'location' },
}

const MAILBOX_LABELS: ReadonlyMap<string, string> = new Map([
  ['exchange-online', 'Exchange Online'],
  ['on-premises', 'on-premises'],
  ['unclear', 'unclear: addresses contradict each other'],
  ['different', 'differs between the users of a case'],
])

/** Returns a value of a dimension as people write it: known mailbox locations get a label. */
export const dimensionValueText = (dimension: Dimension, value: string): string =>
  (dimension === 'mailboxes' ? MAILBOX_LABELS.get(value) : undefined) ?? value

/** `2016-09-20 – 2016-10-02`, or one day; undefined when no time is known. */
export function formatDays({ first, last }: Span): string | undefined {
  if (first === undefined || last === undefined) return undefined
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)]
  return from === to ? from : `${from} – ${to}`
}

/**
 * `proven 3, likely 1`: the cases of a cause by its certainty. Undefined when no diagnosis says how
 * certain it is.
 */
export function certaintyText(certainty: CertaintyCounts): string | undefined {
  const texts = CERTAINTIES.filter((level) => certainty[level] > 0).map(
    (level) => `${level} ${formatNumber(certainty[level])}`,
  )
  if (texts.length === 0) return undefined
  if (certainty.unknown > 0) texts.push(`unknown ${formatNumber(certainty.unknown)}`)
  return texts.join(', ')
}

/** `unexplained 3`: the cases of a symptom without a cause; undefined when there are none. */
export const unexplainedCasesText = ({
  unexplained,
}: Pick<SymptomCount, 'unexplained'>): string | undefined =>
  unexplained > 0 ? `unexplained ${formatNumber(unexplained)}` : undefined

const OTHER_OUTCOMES = [
  ['unexplained', 'Unexplained'],
  ['not-enough-evidence', 'Not enough evidence'],
] as const

/** `Unexplained: 20 cases. Not enough evidence: 1 case.`; undefined when there is no such case. */
export function otherOutcomesText(
  outcomes: Pick<OutcomeCounts, (typeof OTHER_OUTCOMES)[number][0]>,
): string | undefined {
  const texts = OTHER_OUTCOMES.filter(([outcome]) => outcomes[outcome] > 0).map(
    ([outcome, label]) => `${label}: ${formatCount(outcomes[outcome], 'case')}.`,
  )
  return texts.length === 0 ? undefined : texts.join(' ')
}

/** Returns what limits the meaning of the counts, in sentences. */
export function fleetNotes({ lines, ruleSets, asOf, outcomes }: FleetSummary): string[] {
  const isFirst = lines.damage.length < lines.damaged ? ', the first of them' : ''
  return present([
    lines.repeated > 0
      ? `${formatCount(lines.repeated, 'line')} repeated a bundle. Each bundle counts once: an ` +
        'analyzed result beats a failed one, and the latest result beats earlier ones.'
      : undefined,
    ruleSets > 1
      ? `The cases were analyzed with ${formatNumber(ruleSets)} different sets of version, ` +
        'rules, thresholds and options. The counts may mix results that cannot be compared.'
      : undefined,
    outcomes['no-diagnosis'] > 0
      ? `${formatCount(outcomes['no-diagnosis'], 'case')} without a diagnosis, from an earlier ` +
        'version: each flagged rule counts as a cause there, whether it is a cause or a symptom.'
      : undefined,
    asOf.unknown > 0 ? `${formatCount(asOf.unknown, 'case')} without a known time.` : undefined,
    lines.damaged > 0
      ? `${formatCount(lines.damaged, 'line')} could not be read${isFirst}:`
      : undefined,
  ])
}

/** Whether a case has a flagged rule of severity error. */
export const hasErrorRule = ({ causes, symptoms, alsoFlagged }: FleetSummary): boolean =>
  [...causes.listed, ...symptoms.listed, ...alsoFlagged.listed].some(
    ({ severity }) => severity === 'error',
  )

import { present } from '../model/defined.ts'
import { formatMoment } from '../model/moment.ts'
import { type CaseReport, isTurnedOff } from '../model/report.ts'

/**
 * Lists reasons why a comparison may be misleading: different users, swapped reports, old logs,
 * different versions, no diagnosis.
 */
export function cautionsOf(
  before: CaseReport,
  after: CaseReport,
  versions: readonly [string, string],
): string[] {
  const [earlier, later] = [before.asOf, after.asOf].map((asOf) =>
    asOf === null ? undefined : Date.parse(asOf?.time ?? ''),
  )
  const lastRecordAt = Math.max(
    ...after.inputs.flatMap(({ to: last }) => (last === undefined ? [] : [Date.parse(last)])),
  )
  const users = [before, after].map(({ facts }) => facts.users?.value)
  return present([
    users[0] !== undefined && users[1] !== undefined && users[0] !== users[1]
      ? 'The two reports are about different users.'
      : undefined,
    earlier !== undefined && later !== undefined && later < earlier
      ? 'The second report is older than the first. Check the order of the two.'
      : undefined,
    earlier === undefined || later === undefined
      ? 'The time of a report is unknown: its evidence may be old.'
      : undefined,
    earlier !== undefined && Number.isFinite(lastRecordAt) && lastRecordAt <= earlier
      ? `The logs of the second report end at ${formatMoment(lastRecordAt)}, ` +
        'before the time of the first report: they show nothing new.'
      : undefined,
    before.redaction !== undefined || after.redaction !== undefined
      ? 'Names were replaced by tokens: equal tokens mean equal names only with the same key.'
      : undefined,
    (before.diagnosis === undefined) === (after.diagnosis === undefined)
      ? undefined
      : 'One of the reports has no diagnosis: causes are not compared.',
    rulesText(before) === rulesText(after)
      ? undefined
      : 'The reports were made with other rules turned off, other thresholds or other severities.',
    versions[0] === versions[1]
      ? undefined
      : `Analyzed by spoolscope ${versions[0]} and ${versions[1]}: rules may differ.`,
  ])
}

/** Equal for reports of the same rules with the same settings. */
const rulesText = ({ verdicts, changedSettings = [] }: CaseReport): string =>
  JSON.stringify([
    verdicts
      .filter(isTurnedOff)
      .map(({ rule }) => rule)
      .sort(),
    changedSettings.map((change) => `${change.rule} ${change.setting} ${change.value}`).sort(),
  ])

import { present } from '../model/defined.ts'
import { formatMoment } from '../model/moment.ts'
import type { CaseReport } from '../model/report.ts'

/**
 * Why two reports may not compare as they seem to: other users, times the wrong way round, logs of
 * before, other versions.
 */
export function cautionsOf(
  before: CaseReport,
  after: CaseReport,
  versions: readonly [string, string],
): string[] {
  const [from, to] = [before.asOf, after.asOf].map((asOf) =>
    asOf === null ? undefined : Date.parse(asOf?.time ?? ''),
  )
  const logged = Math.max(
    ...after.inputs.flatMap(({ to: last }) => (last === undefined ? [] : [Date.parse(last)])),
  )
  const users = [before, after].map(({ facts }) => facts.users?.value)
  return present([
    users[0] !== undefined && users[1] !== undefined && users[0] !== users[1]
      ? 'The two reports are of different users.'
      : undefined,
    from !== undefined && to !== undefined && to < from
      ? 'The second report is of an earlier time than the first: were they given the wrong way round?'
      : undefined,
    from === undefined || to === undefined
      ? 'When a case was judged at is not known: it may be of before.'
      : undefined,
    from !== undefined && Number.isFinite(logged) && logged <= from
      ? `The logs of the second report end at ${formatMoment(logged)}, not after the first one: they show nothing new.`
      : undefined,
    before.redaction !== undefined || after.redaction !== undefined
      ? 'Names were replaced by tokens: only tokens of the same key are the same name.'
      : undefined,
    versions[0] === versions[1]
      ? undefined
      : `Judged by spoolscope ${versions[0]} and ${versions[1]}: rules may differ.`,
  ])
}

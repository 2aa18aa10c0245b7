import { inputsRead } from '../evidence/inputs-read.ts'
import { logsMissing } from '../evidence/log-coverage.ts'
import { defined } from '../model/defined.ts'
import { formatCount, formatNumber, formatPercent } from '../model/duration.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'
import type { InputSummary } from '../model/tally.ts'
import { ratioThreshold } from '../model/threshold.ts'

export const inputMostlyUnreadable = defineRule({
  id: 'input-mostly-unreadable',
  severity: 'warning',
  status: 'stable',
  title: 'Most of a file could not be read',
  why: 'A damaged or cut file looks like one in which nothing happened. What was to be found in it may be in the part that could not be read, so a clear verdict that rests on it is weak.',
  looksAt:
    'Records read and records that could not be read in each file whose format was recognised.',
  thresholds: {
    unreadableShare: ratioThreshold(0.5, {
      why: 'More lost than read: the file is not what it seems, or is damaged',
      origin: 'inferred',
    }),
  },
  falsePositives: [
    'The file is a collection of several things, only a part of which is of the recognised format: split it.',
  ],
  remedy: [
    {
      do: 'Collect the file again: exit the program that writes it, copy it with its bytes as they are (not through a mail text, a spreadsheet or an editor), and compare.',
      commands: ['certutil -hashfile "<file>" SHA256'],
      verify:
        'The SHA-256 of the original and of the copy are the same, and the report counts no or few unreadable records.',
    },
  ],
  references: [
    {
      title: 'certutil',
      url: 'https://learn.microsoft.com/windows-server/administration/windows-commands/certutil',
    },
  ],
  evidence: { inputsRead },
  evaluate({ inputsRead: { inputs } }, { unreadableShare }) {
    const read = inputs.filter(
      ({ status, records, unreadable }) => status === 'read' && records + unreadable > 0,
    )
    const findings = read
      .filter((input) => shareOf(input) > unreadableShare)
      .map(findingOf(unreadableShare))
    if (findings.length > 0)
      return flagged(`${findings.map(({ message }) => message).join('. ')}.`, findings)
    if (read.length === 0) return notChecked('No file with records was recognised.', logsMissing)
    const lost = read.reduce((sum, { unreadable }) => sum + unreadable, 0)
    const but = lost > 0 ? `, but for ${formatCount(lost, 'record')}` : ''
    return clear(
      `${formatCount(read.length, 'input')} could be read${but}.`,
      read.map(({ path }) => ({ path })),
    )
  },
})

const shareOf = ({ records, unreadable }: InputSummary): number =>
  unreadable / (records + unreadable)

const findingOf = (limit: number) => (input: InputSummary) => {
  const { path, records, unreadable, damage } = input
  const reason = damage[0] ? `; the first: ${damage[0].reason}` : ''
  const share = `${formatNumber(unreadable)} of ${formatCount(records + unreadable, 'record')} could not be read`
  const line = damage[0]?.line
  return {
    subject: path,
    message: `${path}: ${share} (limit ${formatPercent(limit)})${reason}`,
    sources: [{ path, ...defined({ line }) }],
  }
}

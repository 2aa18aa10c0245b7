import { inputsRead } from '../evidence/inputs-read.ts'
import { logsMissing } from '../evidence/log-coverage.ts'
import { defined } from '../model/defined.ts'
import { formatCount, formatNumber, formatPercent } from '../model/duration.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'
import type { InputSummary } from '../model/tally.ts'
import { ratioThreshold } from '../model/threshold.ts'

export const inputMostlyUnreadable = defineRule({
  id: 'input-mostly-unreadable',
  severity: 'warning',
  status: 'stable',
  title: 'Most of a file could not be read',
  why:
    'A damaged or truncated file looks like one in which nothing happened. The important records ' +
    'may be in the part that could not be read, so a clear verdict based on this file is weak.',
  looksAt:
    'The numbers of records that could and could not be read, in each file with a known format.',
  thresholds: {
    unreadableShare: ratioThreshold(0.5, {
      why: 'More is lost than read: the file is damaged, or has another format than it seems',
      origin: 'inferred',
    }),
  },
  falsePositives: [
    'The file consists of several parts, and only one of them has the recognized format. Split it.',
  ],
  remedy: [
    {
      do:
        'Collect the file again. Exit the program that writes it, copy the file without changing ' +
        'its bytes (not through a mail text, a spreadsheet or an editor), and compare.',
      commands: ['certutil -hashfile "<file>" SHA256'],
      verify:
        'The original and the copy have the same SHA-256, and the report counts no or few ' +
        'unreadable records.',
    },
  ],
  references: [
    {
      title: 'certutil',
      url: 'https://learn.microsoft.com/windows-server/administration/windows-commands/certutil',
    },
  ],
  evidence: { inputsRead },
  evaluate({ inputsRead: { inputs } }, { unreadableShare: limit }) {
    const readInputs = inputs.filter(
      ({ status, records, unreadable }) => status === 'read' && records + unreadable > 0,
    )
    const findings = readInputs
      .filter((input) => unreadableShareOf(input) > limit)
      .map((input) => toFinding(input, limit))
    if (findings.length > 0)
      return flagged(`${findings.map(({ message }) => message).join('. ')}.`, findings)
    if (readInputs.length === 0)
      return notChecked('No file with records of a known format was found.', logsMissing)
    const lost = readInputs.reduce((sum, { unreadable }) => sum + unreadable, 0)
    const exception = lost > 0 ? `, except ${formatCount(lost, 'record')}` : ''
    return clear(
      `${formatCount(readInputs.length, 'input')} could be read${exception}.`,
      readInputs.map(({ path }) => ({ path })),
    )
  },
})

const unreadableShareOf = ({ records, unreadable }: InputSummary): number =>
  unreadable / (records + unreadable)

function toFinding({ path, records, unreadable, damage }: InputSummary, limit: number): Finding {
  const [firstDamage] = damage
  const reason = firstDamage ? `; the first: ${firstDamage.reason}` : ''
  const total = formatCount(records + unreadable, 'record')
  return {
    subject: path,
    message:
      `${path}: ${formatNumber(unreadable)} of ${total} could not be read ` +
      `(limit ${formatPercent(limit)})${reason}`,
    sources: [{ path, ...defined({ line: firstDamage?.line }) }],
  }
}

import { copyTracingCommand } from '../evidence/collect-commands.ts'
import { inputsRead } from '../evidence/inputs-read.ts'
import { logsMissing } from '../evidence/log-coverage.ts'
import {
  describeUnreadableInputs,
  findUnreadableInputs,
  type UnreadableInput,
} from '../evidence/unreadable-inputs.ts'
import { defined } from '../model/defined.ts'
import { formatCount, formatNumber, formatPercent } from '../model/duration.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'
import type { InputSummary } from '../model/tally.ts'
import { ratioThreshold } from '../model/threshold.ts'

/** Why a file could not be read. */
const NOT_OPENED = 'not-opened'
const DAMAGED = 'damaged'

/**
 * A rule states a problem once; more findings help no reader.
 * Limit: findings of `input-mostly-unreadable`.
 * Beyond: further ones are counted.
 */
const MAX_FINDINGS = 50
const MAX_SHOWN = 5

export const inputMostlyUnreadable = defineRule({
  id: 'input-mostly-unreadable',
  severity: 'warning',
  status: 'stable',
  title: 'A file, or most of it, could not be read',
  clearTitle: 'Inputs: readable',
  why:
    'A file that is damaged, truncated or cannot be opened looks like one in which nothing ' +
    'happened. The important records may be in the part that could not be read, so a clear ' +
    'verdict without it is weak.',
  looksAt:
    'Files that could not be opened or read to their end: access denied, locked, deleted, cut ' +
    'off or protected by a password. The numbers of records that could and could not be read, in ' +
    'each file with a known format.',
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
      role: 'user',
      phase: 'examine',
      variant: NOT_OPENED,
      onlyIf: 'If access was denied or a file was locked',
      do:
        'Exit Skype for Business and copy the files as the user to whom they belong, or as an ' +
        'administrator. Analyze the copy.',
      commands: [copyTracingCommand],
      verify: 'The report lists each file of the copy as read.',
    },
    {
      role: 'user',
      phase: 'examine',
      variant: DAMAGED,
      do:
        'Collect the file again. Exit the program that writes it, copy the file without changing ' +
        'its bytes (not through a mail text, a spreadsheet or an editor), and compare.',
      commands: ['certutil -hashfile "<file>" SHA256'],
      verify:
        'The original and the copy have the same SHA-256, and the report counts no or few ' +
        'unreadable records.',
    },
  ],
  diagnosis: { role: 'limit' },
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
    const unreadable = findUnreadableInputs(inputs)
    const damagedFindings = readInputs
      .filter((input) => unreadableShareOf(input) > limit)
      .map((input) => toFinding(input, limit))
    // Nothing failed to be read where the only file is an archive that has to be unpacked first.
    if (readInputs.length === 0 && unreadable.every(({ needsUnpacking }) => needsUnpacking))
      return notChecked('No file with records of a known format was found.', logsMissing)
    const findings = [...unreadable.map(toUnreadableFinding), ...damagedFindings]
    if (findings.length > 0) {
      const first = unreadable.length > 0 ? [describeUnreadableInputs(unreadable)] : []
      const shown = findings.slice(0, MAX_SHOWN).map(({ message }) => message)
      const more = findings.length > MAX_SHOWN ? [`And ${findings.length - MAX_SHOWN} more`] : []
      return flagged(
        `${[...first, ...shown, ...more].join('. ')}.`,
        findings.slice(0, MAX_FINDINGS),
        Math.max(0, findings.length - MAX_FINDINGS),
      )
    }
    const lost = readInputs.reduce((sum, { unreadable }) => sum + unreadable, 0)
    const exception = lost > 0 ? `, except ${formatCount(lost, 'record')}` : ''
    return clear(
      `${formatCount(readInputs.length, 'input')} could be read${exception}.`,
      readInputs.map(({ path }) => ({ path })),
    )
  },
})

const toUnreadableFinding = ({ path, cause, reason }: UnreadableInput): Finding => ({
  subject: path,
  message: `${path}: ${reason}`,
  sources: [{ path }],
  // A file that was cut off has to be collected again.
  context: { variant: cause === 'denied' || cause === 'locked' ? NOT_OPENED : DAMAGED },
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
    context: { variant: DAMAGED },
  }
}

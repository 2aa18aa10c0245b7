import { type CaseTime, caseTime, collectionTimeMissing } from '../evidence/case-time.ts'
import { copyTracingCommand } from '../evidence/collect-commands.ts'
import { manifestCommand } from '../evidence/manifest-command.ts'
import {
  copySpoolStep,
  type Spool,
  signInAgainStep,
  spool,
  spoolMissing,
} from '../evidence/spool.ts'
import {
  countWaitingSinceBefore,
  MAX_DETAILED_ITEMS,
  type SpooledItem,
} from '../evidence/spool-snapshot.ts'
import { defined } from '../model/defined.ts'
import { formatBytes, formatCount, formatDuration, minutes } from '../model/duration.ts'
import { formatMoment } from '../model/moment.ts'
import {
  clear,
  defineRule,
  type Finding,
  flagged,
  type MissingEvidence,
  notChecked,
  type RuleResult,
} from '../model/rule.ts'
import { durationThreshold } from '../model/threshold.ts'

const fullTraceMissing: MissingEvidence = {
  evidence: 'a full trace of the minutes in which a message gets stuck',
  how:
    'Set logging to Full and restart the client. Send a message to a contact who is offline, wait ' +
    'three minutes, and exit the client. Copy its logs and write a manifest of the spool.',
  commands: [copyTracingCommand, manifestCommand],
}

export const spoolMessageStuck = defineRule({
  id: 'spool-message-stuck',
  severity: 'error',
  status: 'stable',
  title: 'A message to someone who is offline is stuck in the History Spooler',
  clearTitle: 'History Spooler: nothing stuck',
  why:
    'The client passes an offline message to Exchange within two minutes of sending. A message ' +
    'that cannot be processed stays in the History Spooler: the recipient never received it, and ' +
    'the sender may not know.',
  looksAt:
    'Every file in the History Spooler of each user, from the folder itself, a listing or a ' +
    'manifest. An item’s age counts from the earliest of its known times to the collection time. ' +
    'A creation time later than the last write comes from copying and is ignored. Files are ' +
    'never opened.',
  thresholds: {
    stuckAfter: durationThreshold(minutes(2), {
      why:
        'The client’s timer, from the sending of an offline message until it is picked up and ' +
        'processed',
      origin: 'documented',
    }),
  },
  falsePositives: [
    'The folder was copied in a way that does not preserve times, or it is analyzed long after ' +
      'it was copied. Compare with a listing from the machine, or pass --as-of.',
    'Ordinary conversation history may pass through the same folder. Check whether the same ' +
      'items are still there a few minutes later.',
  ],
  remedy: [
    copySpoolStep,
    {
      role: 'support',
      phase: 'change',
      isReference: true,
      do:
        'Remove the cause that the other verdicts name: the two switches, the client build, ' +
        'Exchange Web Services. If they name none, collect the client’s ETL with full logging ' +
        'while a message gets stuck.',
      verify: 'spoolscope analyze on a fresh collection no longer names that cause.',
    },
    signInAgainStep(
      'After two minutes, the History Spooler contains no item older than two minutes.',
    ),
    {
      role: 'support',
      phase: 'inform',
      do: 'Tell the sender which messages were late or lost, based on the times of the items.',
      verify:
        'The recipient finds the message in Outlook (Missed Conversation), or the sender has ' +
        'sent it again.',
    },
  ],
  diagnosis: { role: 'symptom', ifUnexplained: fullTraceMissing },
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
    {
      title: 'robocopy',
      url: 'https://learn.microsoft.com/windows-server/administration/windows-commands/robocopy',
    },
  ],
  evidence: { spools: spool, caseTime },
  evaluate({ spools, caseTime: asOf }, { stuckAfter }) {
    if (spools.length === 0)
      return notChecked(
        'No History Spooler was collected; this does not mean that it is empty.',
        spoolMissing,
      )
    const stuckSpools = spools
      .map((spool) => ({ spool, at: spool.at ?? 0, count: countStuck(spool, stuckAfter) }))
      .filter(({ count }) => count > 0)
    const total = stuckSpools.reduce((sum, { count }) => sum + count, 0)
    if (total === 0) return resultWithoutStuck(spools, asOf, stuckAfter)
    const findings = stuckSpools
      .flatMap(({ spool, at, count }) =>
        spool.current.oldest
          .slice(0, count)
          .map((item) => ({ since: item.since, finding: toFinding(spool, item, at, stuckAfter) })),
      )
      .sort((left, right) => left.since - right.since)
      .slice(0, MAX_DETAILED_ITEMS)
      .map(({ finding }) => finding)
    return flagged(stuckText(stuckSpools, total, stuckAfter), findings, total - findings.length)
  },
})

interface StuckSpool {
  readonly spool: Spool
  /** The moment as of which it is analyzed, milliseconds UTC. */
  readonly at: number
  /** Number of stuck items. */
  readonly count: number
}

const countStuck = ({ current, at }: Spool, limit: number): number =>
  at === undefined ? 0 : countWaitingSinceBefore(current, at - limit)

function toFinding(
  { user }: Spool,
  { name, bytes, since, source }: SpooledItem,
  at: number,
  limit: number,
): Finding {
  const owner = user === undefined ? '' : ` of ${user}`
  const waited = `Waited ${formatDuration(at - since)} (limit ${formatDuration(limit)})`
  return {
    subject: name,
    message: `${waited}: ${name}${owner}, ${formatBytes(bytes)}, since ${formatMoment(since)}`,
    sources: [source],
    context: { ...defined({ user }), since, messages: 1 },
  }
}

/**
 * `5 messages are stuck in the History Spooler of kim@contoso.example, the oldest for 2 h 2 min
 * (limit 2 min).`, followed by the size of the backlog.
 */
function stuckText(stuckSpools: readonly StuckSpool[], total: number, limit: number): string {
  const oldestWait = Math.max(
    ...stuckSpools.map(({ spool, at }) => at - (spool.current.oldest[0]?.since ?? at)),
  )
  const [first] = stuckSpools
  const where =
    stuckSpools.length === 1 && first
      ? `the History Spooler of ${ownerOf(first.spool)}`
      : `${stuckSpools.length} History Spoolers`
  const head =
    `${formatCount(total, 'message')} ${total === 1 ? 'is' : 'are'} stuck in ${where}, ` +
    `the oldest for ${formatDuration(oldestWait)} (limit ${formatDuration(limit)}).`
  const isNamed = stuckSpools.length > 1
  return [head, ...stuckSpools.map((stuck) => backlogText(stuck, isNamed))].join(' ')
}

function backlogText({ spool, count }: StuckSpool, isNamed: boolean): string {
  const { itemCount, byteCount, untimedCount, unsizedCount, isPartial } = spool.current
  const untimedText = untimedCount > 0 ? `, ${untimedCount} of them without a time` : ''
  const sizeText = unsizedCount > 0 ? '' : `, ${formatBytes(byteCount)} in total`
  const items = `${isPartial ? 'at least ' : ''}${formatCount(itemCount, 'item')}`
  const backlog = `${items}${sizeText}${untimedText}.`
  return isNamed ? `${ownerOf(spool)}: ${count} of ${backlog}` : `The backlog is ${backlog}`
}

const ownerOf = ({ user, folder }: Spool): string => user ?? folder

/** The result when no item has waited for longer than `limit` milliseconds. */
function resultWithoutStuck(
  spools: readonly Spool[],
  asOf: CaseTime | undefined,
  limit: number,
): RuleResult {
  const nonEmpty = spools.filter(({ current }) => current.itemCount > 0)
  if (nonEmpty.some(({ current }) => current.untimedCount > 0))
    return notChecked('Some spooled items have no time, so their age is unknown.', spoolMissing)
  if (spools.some(({ current }) => current.isPartial))
    return notChecked(
      'The listing of the History Spooler was not read completely, so more items may wait in it.',
      spoolMissing,
    )
  if (nonEmpty.some(({ current }) => current.takenAt === undefined) && !asOf?.isStated)
    return notChecked(
      'Items are spooled, but their collection time is unknown: the latest time in the evidence ' +
        'may be their own.',
      collectionTimeMissing,
    )
  const itemCount = nonEmpty.reduce((sum, { current }) => sum + current.itemCount, 0)
  const message =
    itemCount === 0
      ? 'The History Spooler is empty.'
      : `${formatCount(itemCount, 'item')} spooled, none for longer than ${formatDuration(limit)}.`
  return clear(
    message,
    spools.map(({ current }) => current.source),
  )
}

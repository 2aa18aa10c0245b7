import { type CaseTime, caseTime, collectionTimeMissing } from '../evidence/case-time.ts'
import { copySpoolStep, type Spool, spool, spoolMissing } from '../evidence/spool.ts'
import {
  countWaitingSinceBefore,
  MAX_DETAILED_ITEMS,
  type SpooledItem,
} from '../evidence/spool-snapshot.ts'
import { formatBytes, formatCount, formatDuration, minutes } from '../model/duration.ts'
import { formatMoment } from '../model/moment.ts'
import {
  clear,
  defineRule,
  type Finding,
  flagged,
  notChecked,
  type RuleResult,
} from '../model/rule.ts'
import { durationThreshold } from '../model/threshold.ts'

export const spoolMessageStuck = defineRule({
  id: 'spool-message-stuck',
  severity: 'error',
  status: 'stable',
  title: 'A message to someone who is offline is stuck in the History Spooler',
  why: 'The client hands an offline message to Exchange within two minutes of sending. One that cannot be processed stays in the History Spooler: the recipient has not got it, and the sender may not know.',
  looksAt:
    'Every file in the History Spooler of each user, as the folder itself, a listing or a manifest shows it. An item waits since the earliest of its times known; a creation time later than the last write is that of a copy and does not count. Age is as of the collection time. Files are never opened.',
  thresholds: {
    stuckAfter: durationThreshold(minutes(2), {
      why: 'The client’s timer, from when an offline message is sent to when it is picked up and processed',
      origin: 'documented',
    }),
  },
  falsePositives: [
    'The folder was copied in a way that keeps no times, or is judged long after it was copied: compare with a listing from the machine, or give --as-of.',
    'Ordinary conversation history may pass through the same folder: look whether the same items are still there a few minutes later.',
  ],
  remedy: [
    copySpoolStep,
    {
      do: 'Remove the cause that the other verdicts name: the two switches, the client build, Exchange Web Services. Where nothing is named, collect the client’s ETL with full logging while a message gets stuck.',
      verify: 'spoolscope analyze on a fresh collection no longer names that cause.',
    },
    {
      do: 'Sign out of Skype for Business, exit it, sign in again, and leave the spool where it is.',
      verify: 'Within two minutes no item older than two minutes is left in the History Spooler.',
    },
    {
      do: 'Tell the sender which messages were late or lost, by the times of the items.',
      verify:
        'The recipient finds the message in Outlook (Missed Conversation), or the sender has sent it again.',
    },
  ],
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
        'No History Spooler was collected; that is not the same as an empty one.',
        spoolMissing,
      )
    const stuck = spools
      .map((one) => ({ one, at: one.at ?? 0, count: stuckCount(one, stuckAfter) }))
      .filter(({ count }) => count > 0)
    const total = stuck.reduce((sum, { count }) => sum + count, 0)
    if (total === 0) return nothingStuck(spools, asOf, stuckAfter)
    const findings = stuck
      .flatMap(({ one, at, count }) =>
        one.current.oldest
          .slice(0, count)
          .map((item) => ({ since: item.since, finding: findingOf(one, item, at, stuckAfter) })),
      )
      .sort((left, right) => left.since - right.since)
      .slice(0, MAX_DETAILED_ITEMS)
      .map(({ finding }) => finding)
    return flagged(stuckText(stuck, total, stuckAfter), findings, total - findings.length)
  },
})

interface Stuck {
  readonly one: Spool
  /** The moment it is judged at. */
  readonly at: number
  readonly count: number
}

const stuckCount = ({ current, at }: Spool, limit: number): number =>
  at === undefined ? 0 : countWaitingSinceBefore(current, at - limit)

function findingOf(
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
  }
}

/**
 * `5 messages are stuck in the History Spooler of kim@contoso.example, the oldest for 2 h 2 min
 * (limit 2 min).`, and the backlog.
 */
function stuckText(stuck: readonly Stuck[], total: number, limit: number): string {
  const oldest = Math.max(...stuck.map(({ one, at }) => at - (one.current.oldest[0]?.since ?? at)))
  const [first] = stuck
  const where =
    stuck.length === 1 && first
      ? `the History Spooler of ${ownerOf(first.one)}`
      : `${stuck.length} History Spoolers`
  const verb = total === 1 ? 'is' : 'are'
  const head = `${formatCount(total, 'message')} ${verb} stuck in ${where}, the oldest for ${formatDuration(oldest)} (limit ${formatDuration(limit)}).`
  return [head, ...stuck.map((one) => backlogText(one, stuck.length > 1))].join(' ')
}

function backlogText({ one, count }: Stuck, named: boolean): string {
  const {
    itemCount: items,
    byteCount: bytes,
    untimedCount: untimed,
    isPartial,
    unsizedCount,
  } = one.current
  const without = untimed > 0 ? `, ${untimed} of them without a time` : ''
  const backlog = `${isPartial ? 'at least ' : ''}${formatCount(items, 'item')}${unsizedCount > 0 ? '' : `, ${formatBytes(bytes)} in all`}${without}.`
  return named ? `${ownerOf(one)}: ${count} of ${backlog}` : `The backlog is ${backlog}`
}

const ownerOf = ({ user, folder }: Spool): string => user ?? folder

function nothingStuck(
  spools: readonly Spool[],
  asOf: CaseTime | undefined,
  limit: number,
): RuleResult {
  const waiting = spools.filter(({ current }) => current.itemCount > 0)
  const untimed = waiting.filter(({ current }) => current.untimedCount > 0)
  if (untimed.length > 0)
    return notChecked('Spooled items carry no times, so that their age is unknown.', spoolMissing)
  if (spools.some(({ current }) => current.isPartial))
    return notChecked(
      'The listing of the History Spooler was not read completely, so that more items may wait in it.',
      spoolMissing,
    )
  if (waiting.some(({ current }) => current.takenAt === undefined) && !asOf?.isStated)
    return notChecked(
      'Items are spooled, but when they were collected is not known: the latest time in the evidence may be their own.',
      collectionTimeMissing,
    )
  const items = waiting.reduce((sum, { current }) => sum + current.itemCount, 0)
  const message =
    items === 0
      ? 'The History Spooler is empty.'
      : `${formatCount(items, 'item')} spooled, none for longer than ${formatDuration(limit)}.`
  return clear(
    message,
    spools.map(({ current }) => current.source),
  )
}

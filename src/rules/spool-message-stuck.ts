import { type CaseTime, caseTime } from '../evidence/case-time.ts'
import { type Spool, spool, spoolNotCollected } from '../evidence/spool.ts'
import { MOST_DETAILED, type SpooledItem, waitingSinceBefore } from '../evidence/spool-snapshot.ts'
import { byteText, durationText, minutes, plural } from '../model/duration.ts'
import { isoTime } from '../model/moment.ts'
import { clear, defineRule, type Finding, flagged, type Judgement, notChecked } from '../model/rule.ts'
import { duration } from '../model/threshold.ts'

export const spoolMessageStuck = defineRule({
  id: 'spool-message-stuck',
  severity: 'error',
  status: 'stable',
  title: 'A message to someone who is offline is stuck in the History Spooler',
  why: 'The client hands an offline message to Exchange within two minutes of sending. One that cannot be processed stays in the History Spooler: the recipient has not got it, and the sender is not told.',
  looksAt:
    'Every file in the History Spooler of each user, as the folder itself, a listing or a manifest shows it. An item waits since the earliest of its times known; a creation time later than the last write is that of a copy and does not count. Age is as of the collection time. Files are never opened.',
  thresholds: {
    stuckAfter: duration(minutes(2), {
      why: 'The client’s timer, from when an offline message is sent to when it is picked up and processed',
      origin: 'documented',
    }),
  },
  falsePositives: [
    'The folder was copied in a way that keeps no times, or is judged long after it was copied: compare with a listing from the machine, or give --as-of.',
    'Ordinary conversation history may pass through the same folder: look whether the same items are still there a few minutes later.',
  ],
  remedy: [
    {
      do: 'Copy the spool to a safe place first: Microsoft’s fix for sign-in problems deletes its parent folder sip_<user@domain>, and every unsent message with it.',
      commands: [
        'robocopy "%LOCALAPPDATA%\\Microsoft\\Office\\16.0\\Lync\\sip_<user@domain>\\History Spooler" "%USERPROFILE%\\spool-copy\\sip_<user@domain>\\History Spooler" /E /COPY:DAT /DCOPY:T',
      ],
      verify: 'The copy holds as many files, with the same times, as the original.',
    },
    {
      do: 'Remove the cause that the other verdicts name: the two switches, the client build, Exchange Web Services. Where nothing is named, collect the client’s ETL with full logging while a message gets stuck.',
      verify: 'spoolscope analyze on a fresh collection no longer names that cause.',
    },
    {
      do: 'Sign out of Skype for Business, exit it, sign in again, and leave the spool where it is.',
      verify: 'Within two minutes no item older than two minutes is left in the History Spooler.',
    },
    {
      do: 'Tell the sender which messages were late or lost, by the times of the items: the client did not.',
      verify: 'The recipient finds the message in Outlook (Missed Conversation), or the sender has sent it again.',
    },
  ],
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
    { title: 'robocopy', url: 'https://learn.microsoft.com/windows-server/administration/windows-commands/robocopy' },
  ],
  evidence: { spools: spool, caseTime },
  judge({ spools, caseTime: asOf }, { stuckAfter }) {
    if (spools.length === 0)
      return notChecked('No History Spooler was collected; that is not the same as an empty one.', spoolNotCollected)
    const judged = spools.map((one) => ({ one, at: judgedAt(one, asOf) }))
    const stuck = judged.map(({ one, at }) => ({
      one,
      at,
      count: at === undefined ? 0 : waitingSinceBefore(one.current, at - stuckAfter),
    }))
    const total = stuck.reduce((sum, { count }) => sum + count, 0)
    if (total === 0) return nothingStuck(spools, asOf, stuckAfter)
    const findings = stuck
      .flatMap(({ one, at, count }) =>
        one.current.oldest
          .slice(0, count)
          .map((item) => ({ since: item.since, finding: findingOf(one, item, at ?? 0, stuckAfter) })),
      )
      .sort((left, right) => left.since - right.since)
      .slice(0, MOST_DETAILED)
      .map(({ finding }) => finding)
    const message = stuck
      .filter(({ count }) => count > 0)
      .map(({ one, at, count }) => backlogText(one, at ?? 0, count, stuckAfter))
      .join(' ')
    return flagged(message, findings, total - findings.length)
  },
})

/** The moment a spool is judged at: what the user says, else when it was listed; later than that nobody has looked. */
function judgedAt({ current }: Spool, asOf: CaseTime | undefined): number | undefined {
  return asOf?.by === 'user' ? asOf.at : (current.takenAt ?? asOf?.at)
}

function findingOf({ user }: Spool, { name, bytes, since, source }: SpooledItem, at: number, limit: number): Finding {
  const owner = user === undefined ? '' : ` of ${user}`
  const waited = `Waited ${durationText(at - since)} (limit ${durationText(limit)})`
  return { subject: name, message: `${waited}: ${name}${owner}, ${byteText(bytes)}, since ${isoTime(since)}`, sources: [source] }
}

function backlogText({ user, folder, current }: Spool, at: number, count: number, limit: number): string {
  const oldest = durationText(at - (current.oldest[0]?.since ?? at))
  const backlog = `${plural(current.items, 'item')}, ${byteText(current.bytes)} in all`
  const untimed = current.untimed > 0 ? `, ${current.untimed} of them without a time` : ''
  return `${plural(count, 'message')} stuck in the spool of ${user ?? folder}: the oldest waited ${oldest} (limit ${durationText(limit)}); the backlog is ${backlog}${untimed}.`
}

function nothingStuck(spools: readonly Spool[], asOf: CaseTime | undefined, limit: number): Judgement {
  const waiting = spools.filter(({ current }) => current.items > 0)
  const untimed = waiting.filter(({ current }) => current.untimed > 0)
  if (untimed.length > 0) return notChecked('Spooled items carry no times, so that their age is unknown.', spoolNotCollected)
  if (waiting.some(({ current }) => current.takenAt === undefined) && !asOf?.given)
    return notChecked(
      'Items are spooled, but when they were collected is not known: the latest time in the evidence may be their own.',
      {
        evidence: 'the collection time',
        how: 'Say when the spool was copied: --as-of 2016-06-14T12:00:00Z. Or collect a listing or manifest, which carry it.',
      },
    )
  const items = waiting.reduce((sum, { current }) => sum + current.items, 0)
  const message =
    items === 0
      ? 'The History Spooler is empty.'
      : `${plural(items, 'item')} spooled, none for longer than ${durationText(limit)}.`
  return clear(
    message,
    spools.map(({ current }) => current.source),
  )
}

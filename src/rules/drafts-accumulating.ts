import { countDraftsCommand, updateOfficeCommand } from '../evidence/collect-commands.ts'
import {
  type DraftsItemCount,
  type DraftsMailbox,
  drafts,
  draftsCountMissing,
} from '../evidence/drafts.ts'
import { defined } from '../model/defined.ts'
import { formatCount } from '../model/duration.ts'
import { toIsoTime } from '../model/moment.ts'
import { greatestOf } from '../model/numbers/extremes.ts'
import {
  clear,
  defineRule,
  type Finding,
  type FindingContext,
  flagged,
  notChecked,
} from '../model/rule.ts'
import { countThreshold } from '../model/threshold.ts'

export const draftsAccumulating = defineRule({
  id: 'drafts-accumulating',
  severity: 'error',
  status: 'trial',
  title: 'The Drafts folder fills with unsent messages',
  clearTitle: 'Drafts folder: not filling up',
  why:
    'If sending offline messages fails, they fill the sender’s Drafts folder. This is known from ' +
    'on-premises mailboxes before the fix of 2016-06-14. None of these messages reaches its ' +
    'recipient.',
  looksAt:
    'ItemsInFolder of the Drafts folder in Get-MailboxFolderStatistics, once or at several ' +
    'times. Times come from the file name of the output, such as drafts-20160614-1200.txt. Also ' +
    'traces in which an item is saved (CreateItem, SaveOnly) and its SendItem then fails. It is ' +
    'inferred that Drafts fills this way.',
  thresholds: {
    manyItems: countThreshold(100, {
      why: 'Few people keep that many unsent drafts on purpose',
      origin: 'inferred',
    }),
    growth: countThreshold(10, {
      why: 'A user rarely writes that many drafts between two counts',
      origin: 'inferred',
    }),
    failedSends: countThreshold(2, {
      why: 'One or two failures may be temporary',
      origin: 'inferred',
    }),
  },
  falsePositives: [
    'The user keeps many drafts on purpose, or a program stores items there. Check the sender, ' +
      'subject and age of the newest ones.',
    'Other meeting or mail programs also save and send through Exchange Web Services.',
  ],
  remedy: [
    {
      role: 'user',
      phase: 'change',
      isReference: true,
      do:
        'Update the client to a build with the fix (see drafts-fix-missing), and correct the ' +
        'fault of Exchange Web Services that the error code names.',
      commands: [updateOfficeCommand],
      verify: 'A new offline message does not appear in Drafts, and its recipient receives it.',
    },
    {
      role: 'exchange-administrator',
      phase: 'inform',
      do: 'Count the items in Drafts now, and again after sending one or two offline messages.',
      commands: [countDraftsCommand],
      verify: 'ItemsInFolder stays the same.',
    },
    {
      role: 'user',
      phase: 'inform',
      do:
        'Ask the user to review Drafts before anything there is deleted, because nobody received ' +
        'these messages.',
      verify: 'The user has sent the messages that still matter again.',
    },
  ],
  diagnosis: { role: 'symptom' },
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
    {
      title: 'Get-MailboxFolderStatistics',
      url: 'https://learn.microsoft.com/powershell/module/exchange/get-mailboxfolderstatistics',
    },
    {
      title: 'CreateItem operation',
      url: 'https://learn.microsoft.com/exchange/client-developer/web-service-reference/createitem-operation',
    },
  ],
  evidence: { drafts },
  evaluate({ drafts: { mailboxes, failedSends, failedSendCount } }, limits) {
    const findings = mailboxes.flatMap((mailbox) => [
      ...findManyItems(mailbox, limits.manyItems),
      ...findGrowth(mailbox, limits.growth),
    ])
    const failureText = `Sending failed for ${formatCount(failedSendCount, 'saved draft')}`
    if (failedSendCount > limits.failedSends) {
      const codes = [...new Set(failedSends.map(({ code }) => code))].join(', ')
      findings.push({
        subject: 'Saved, then not sent',
        message: `${failureText} (limit ${limits.failedSends}): ${codes}`,
        sources: failedSends.map(({ source }) => source),
        context: defined({ since: failedSends[0]?.at, until: failedSends.at(-1)?.at }),
      })
    }
    if (findings.length > 0)
      return flagged(findings.map(({ message }) => message).join('. '), findings)
    const counts = mailboxes.flatMap((mailbox) => mailbox.counts)
    const failures = failedSendCount > 0 ? ` ${failureText} (limit ${limits.failedSends}).` : ''
    if (counts.length === 0)
      return notChecked(
        `The number of items in Drafts is not in the evidence.${failures}`,
        draftsCountMissing,
      )
    const most = greatestOf(mailboxes.map((mailbox) => currentCount(mailbox)?.itemCount ?? 0)) ?? 0
    return clear(
      `The Drafts folder contains at most ${formatCount(most, 'item')} ` +
        `(limit ${limits.manyItems}).${failures}`,
      counts.map(({ source }) => source),
    )
  },
})

/** `2016-06-14 12:00`, without a zone, because the time in a file name has none. */
const formatMinute = (at: number): string => toIsoTime(at).slice(0, 16).replace('T', ' ')

/** A mailbox is a user only where its address is known. */
const contextOf = ({ mailbox }: DraftsMailbox): FindingContext =>
  mailbox.includes('@') ? { user: mailbox } : {}

const folderText = ({ mailbox }: DraftsMailbox): string =>
  mailbox === '' ? 'The Drafts folder' : `The Drafts folder of ${mailbox}`

/** The latest count, since drafts may have been deleted. Without times, the largest count. */
function currentCount({ counts }: DraftsMailbox): DraftsItemCount | undefined {
  const last = counts.at(-1)
  return last?.at === undefined
    ? [...counts].sort((left, right) => right.itemCount - left.itemCount)[0]
    : last
}

function findManyItems(mailbox: DraftsMailbox, limit: number): Finding[] {
  const current = currentCount(mailbox)
  if (!current || current.itemCount <= limit) return []
  const subject = folderText(mailbox)
  const message = `${subject} contains ${formatCount(current.itemCount, 'item')} (limit ${limit})`
  return [{ subject, message, sources: [current.source], context: contextOf(mailbox) }]
}

/** Growth from the first to the last count with a time. Counts without times show no growth. */
function findGrowth(mailbox: DraftsMailbox, limit: number): Finding[] {
  const timed = mailbox.counts.filter(({ at }) => at !== undefined)
  const [first, last] = [timed[0], timed.at(-1)]
  if (
    first?.at === undefined ||
    last?.at === undefined ||
    last.at <= first.at ||
    last.itemCount - first.itemCount <= limit
  )
    return []
  const subject = folderText(mailbox)
  const message =
    `${subject} grew from ${first.itemCount} to ${formatCount(last.itemCount, 'item')} between ` +
    `${formatMinute(first.at)} and ${formatMinute(last.at)} (limit ${limit} more)`
  return [{ subject, message, sources: [first.source, last.source] }]
}

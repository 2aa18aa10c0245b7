import { countDraftsCommand, updateOfficeCommand } from '../evidence/collect-commands.ts'
import {
  type DraftsItemCount,
  type DraftsMailbox,
  drafts,
  draftsCountMissing,
} from '../evidence/drafts.ts'
import { formatCount } from '../model/duration.ts'
import { toIsoTime } from '../model/moment.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'
import { countThreshold } from '../model/threshold.ts'

export const draftsAccumulating = defineRule({
  id: 'drafts-accumulating',
  severity: 'error',
  status: 'trial',
  title: 'The Drafts folder fills with messages that were not sent',
  why: 'Where offline messages fail to be sent, the sender’s Drafts folder fills with them (known from on-premises mailboxes before the fix of 2016-06-14). None of them reaches its recipient.',
  looksAt:
    'ItemsInFolder of the Drafts folder in Get-MailboxFolderStatistics, at one time or at several (times are taken from the output’s file name, such as drafts-20160614-1200.txt), and traces in which an item is saved (CreateItem, SaveOnly) and its SendItem then fails. That the latter is how Drafts fill is inferred.',
  thresholds: {
    manyItems: countThreshold(100, {
      why: 'Few people keep so many unsent drafts on purpose',
      origin: 'inferred',
    }),
    growth: countThreshold(10, {
      why: 'So many more drafts between two counts are hardly written by hand',
      origin: 'inferred',
    }),
    failedSends: countThreshold(2, {
      why: 'One or two failures may be passing',
      origin: 'inferred',
    }),
  },
  falsePositives: [
    'The user keeps many drafts on purpose, or a program stores items there: look at the sender, subject and age of the newest ones.',
    'Meeting or mail programs other than Skype for Business save and send through Exchange Web Services too.',
  ],
  remedy: [
    {
      do: 'Update the client to a build with the fix (see drafts-fix-missing), and remove the fault of Exchange Web Services that the error code names.',
      commands: [updateOfficeCommand],
      verify: 'A new offline message does not appear in Drafts and arrives at its recipient.',
    },
    {
      do: 'Count Drafts now and again after an offline message or two.',
      commands: [countDraftsCommand],
      verify: 'ItemsInFolder stays the same.',
    },
    {
      do: 'Let the user look through Drafts before anything there is deleted: these are messages that nobody has got.',
      verify: 'What still matters has been sent again.',
    },
  ],
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
  evaluate({ drafts: seen }, { manyItems, growth, failedSends }) {
    const findings = seen.mailboxes.flatMap((mailbox) => [
      ...many(mailbox, manyItems),
      ...grown(mailbox, growth),
    ])
    const failures = formatCount(seen.failedSendCount, 'draft')
    if (seen.failedSendCount > failedSends) {
      const codes = [...new Set(seen.failedSends.map(({ code }) => code))].join(', ')
      findings.push({
        subject: 'Saved, then not sent',
        message: `${failures} saved whose sending then failed (limit ${failedSends}): ${codes}`,
        sources: seen.failedSends.map(({ source }) => source),
      })
    }
    if (findings.length > 0)
      return flagged(findings.map(({ message }) => message).join('. '), findings)
    const counts = seen.mailboxes.flatMap((mailbox) => mailbox.counts)
    const few =
      seen.failedSendCount > 0
        ? ` ${failures} saved whose sending failed (limit ${failedSends}).`
        : ''
    if (counts.length === 0)
      return notChecked(
        `How many items Drafts holds is not in the evidence.${few}`,
        draftsCountMissing,
      )
    const most = Math.max(...seen.mailboxes.flatMap((mailbox) => latest(mailbox)?.itemCount ?? 0))
    return clear(
      `The Drafts folder holds ${formatCount(most, 'item')} at most (limit ${manyItems}).${few}`,
      counts.map(({ source }) => source),
    )
  },
})

/** Without a zone: a time in a file’s name has none. */
const minute = (at: number): string => toIsoTime(at).slice(0, 16).replace('T', ' ')

const owner = ({ mailbox }: DraftsMailbox): string =>
  mailbox === '' ? 'The Drafts folder' : `The Drafts folder of ${mailbox}`

/**
 * The latest count, for what has been cleared away is no longer there; the largest where times are
 * not known.
 */
function latest({ counts }: DraftsMailbox): DraftsItemCount | undefined {
  const last = counts.at(-1)
  return last?.at === undefined
    ? [...counts].sort((left, right) => right.itemCount - left.itemCount)[0]
    : last
}

function many(mailbox: DraftsMailbox, limit: number): Finding[] {
  const last = latest(mailbox)
  if (!last || last.itemCount <= limit) return []
  const message = `${owner(mailbox)} holds ${formatCount(last.itemCount, 'item')} (limit ${limit})`
  return [{ subject: owner(mailbox), message, sources: [last.source] }]
}

/**
 * Growth from the first to the last count whose times are known: counts in unknown order show none.
 */
function grown(mailbox: DraftsMailbox, limit: number): Finding[] {
  const timed = mailbox.counts.filter(({ at }) => at !== undefined)
  const [first, last] = [timed[0], timed.at(-1)]
  if (
    first?.at === undefined ||
    last?.at === undefined ||
    last.at <= first.at ||
    last.itemCount - first.itemCount <= limit
  )
    return []
  const change = `from ${first.itemCount} to ${formatCount(last.itemCount, 'item')}`
  const message = `${owner(mailbox)} grew ${change} between ${minute(first.at)} and ${minute(last.at)} (limit ${limit} more)`
  return [{ subject: owner(mailbox), message, sources: [first.source, last.source] }]
}

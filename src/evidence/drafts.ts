import { defined } from '../model/defined.ts'
import { minutes } from '../model/duration.ts'
import { defineEvidence } from '../model/evidence.ts'
import { traceTextMarkers } from '../model/marker.ts'
import type { CmdletOutput } from '../model/observation.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { countDraftsCommand } from './collect-commands.ts'

/** What a mailbox's Drafts folder held at one time. */
export interface DraftsItemCount {
  readonly itemCount: number
  /**
   * Milliseconds since the epoch; only to tell earlier from later when it was read from a file
   * name, which has no zone.
   */
  readonly at?: number
  readonly source: SourceRef
}

export interface DraftsMailbox {
  /** The user or the mailbox as the cmdlet names it; empty when the output does not say. */
  readonly mailbox: string
  /** Earliest first; those without a time come first. */
  readonly counts: readonly DraftsItemCount[]
}

/** A draft that was saved and whose sending then failed. */
interface FailedSend {
  readonly at: number
  readonly code: string
  readonly source: SourceRef
}

export interface Drafts {
  readonly mailboxes: readonly DraftsMailbox[]
  /** The first failures, at most `MOST_FAILURES`. */
  readonly failedSends: readonly FailedSend[]
  readonly failedSendCount: number
  /** Drafts saved (CreateItem with SaveOnly) in the traces, whatever became of them. */
  readonly savedDraftCount: number
}

const MOST_MAILBOXES = 200
const MOST_COUNTS = 50
const MOST_FAILURES = 20
/** A send belongs to a save only this soon after it. */
const SAVE_TO_SEND = minutes(5)

// <m:CreateItem MessageDisposition="SaveOnly">
const SAVE = /MessageDisposition\s{0,9}[=:]\s{0,9}["']?SaveOnly/i
// <m:SendItemResponse
const SEND = /\bSendItemResponse/i
// <m:ResponseCode>ErrorSendAsDenied
const FAILED = /\b(Error[A-Z][A-Za-z]{2,60})/
// drafts-20160614-1000.txt
const TIME_IN_NAME = /(20\d\d)-?(\d\d)-?(\d\d)[T_ -]?(\d\d)[-.:]?(\d\d)/

export const draftsCountMissing: MissingEvidence = {
  evidence: 'the number of items in Drafts',
  how: 'Ask an Exchange administrator for the output of this in Exchange PowerShell, now and an hour later.',
  commands: [countDraftsCommand],
}

/**
 * The Drafts folder over time, and drafts saved whose sending failed. That Drafts fill because an
 * item saved (`SaveOnly`) then fails to be sent, again and again, is inferred from how EWS works;
 * Microsoft only says that they fill.
 */
export const drafts = defineEvidence<Drafts>({
  name: 'Drafts',
  markers: traceTextMarkers('MessageDisposition', 'SendItemResponse'),
  start() {
    const mailboxes = new Map<string, DraftsItemCount[]>()
    const failedSends: FailedSend[] = []
    /** Times of the latest save of each process that no send has followed yet. */
    const unsent = new Map<number, number>()
    let failedSendCount = 0
    let saves = 0
    return {
      listeners: {
        'cmdlet-output'(seen) {
          const items =
            seen.cmdlet === 'Get-MailboxFolderStatistics' ? draftsItems(seen) : undefined
          if (items === undefined) return
          const mailbox = seen.user ?? mailboxOf(seen)
          const counts = mailboxes.get(mailbox) ?? []
          const at = seen.at ?? timeInName(seen.source.path)
          if (counts.length < MOST_COUNTS)
            counts.push({ itemCount: items, source: seen.source, ...defined({ at }) })
          if (mailboxes.size < MOST_MAILBOXES) mailboxes.set(mailbox, counts)
        },
        trace({ event, at, source }) {
          const pid = event.pid ?? 0
          if (SAVE.test(event.message)) {
            saves += 1
            if (unsent.size < MOST_MAILBOXES || unsent.has(pid)) unsent.set(pid, at)
          }
          if (!SEND.test(event.message)) return
          const saved = unsent.get(pid)
          const code = FAILED.exec(event.message)?.[1]
          if (code === undefined) {
            if (/\bNoError\b/.test(event.message)) unsent.delete(pid)
            return
          }
          unsent.delete(pid)
          if (saved === undefined || at - saved > SAVE_TO_SEND) return
          failedSendCount += 1
          if (failedSends.length < MOST_FAILURES) failedSends.push({ at, code, source })
        },
      },
      result: () => ({
        mailboxes: [...mailboxes].map(([mailbox, counts]) => ({
          mailbox,
          counts: inOrder(counts),
        })),
        failedSends: [...failedSends],
        failedSendCount,
        savedDraftCount: saves,
      }),
    }
  },
})

const inOrder = (counts: readonly DraftsItemCount[]): DraftsItemCount[] =>
  [...counts].sort(
    (left, right) =>
      (left.at ?? Number.NEGATIVE_INFINITY) - (right.at ?? Number.NEGATIVE_INFINITY) || 0,
  )

/**
 * Items in Drafts, by the folder's type where it is told: its name is in the mailbox's language.
 */
function draftsItems({ properties }: CmdletOutput): number | undefined {
  const type = properties.get('foldertype')
  const path = properties.get('folderpath') ?? properties.get('name') ?? ''
  if (type !== undefined && type !== '' ? !/^drafts$/i.test(type) : !/^[/\\]?drafts$/i.test(path))
    return undefined
  // Folders below Drafts can only add to the number.
  const text = properties.get('itemsinfolder') || properties.get('itemsinfolderandsubfolders') || ''
  const items = Number(text.replace(/[\s.,'\u00a0\u202f]/g, '') || Number.NaN)
  return Number.isSafeInteger(items) ? items : undefined
}

/** Columns of reports that name the mailbox. */
const MAILBOX_COLUMNS = ['mailbox', 'userprincipalname', 'primarysmtpaddress', 'user']

/** `kim@contoso.example` of the identity `kim@contoso.example\Drafts`, or of a report's column. */
function mailboxOf({ properties }: CmdletOutput): string {
  const identity = properties.get('identity') ?? ''
  const end = identity.lastIndexOf('\\')
  const column = MAILBOX_COLUMNS.map((name) => properties.get(name)).find((text) => text)
  return (end < 0 ? (column ?? '') : identity.slice(0, end)).trim().toLowerCase()
}

function timeInName(path: string): number | undefined {
  const match = TIME_IN_NAME.exec(path)
  if (!match) return undefined
  const [year, month, day, hour, minute] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const at = Date.UTC(year, month - 1, day, hour, minute)
  return month > 12 || hour > 23 || minute > 59 || new Date(at).getUTCDate() !== day
    ? undefined
    : at
}

import { defined } from '../model/defined.ts'
import { minutes } from '../model/duration.ts'
import { defineEvidence } from '../model/evidence.ts'
import { traceTextMarkers } from '../model/marker.ts'
import type { CmdletOutput } from '../model/observation.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { countDraftsCommand } from './collect-commands.ts'

/** The number of items in a mailbox's Drafts folder at one time. */
export interface DraftsItemCount {
  readonly itemCount: number
  /**
   * Milliseconds since the epoch. A time from a file name has no zone, so it is only good for
   * ordering counts.
   */
  readonly at?: number
  readonly source: SourceRef
}

/** The item counts of one Drafts folder. */
export interface DraftsMailbox {
  /** The user, or the mailbox as the cmdlet names it. Empty when the output names neither. */
  readonly mailbox: string
  /** Earliest first; counts without a time come before all others. */
  readonly counts: readonly DraftsItemCount[]
}

/** A draft that was saved but whose sending then failed. */
export interface FailedSend {
  /** Milliseconds UTC. */
  readonly at: number
  readonly code: string
  readonly source: SourceRef
}

/** The Drafts folders, and messages that were left in them. */
export interface Drafts {
  readonly mailboxes: readonly DraftsMailbox[]
  /** The first failures, at most `MAX_FAILED_SENDS`. */
  readonly failedSends: readonly FailedSend[]
  readonly failedSendCount: number
  /** Drafts saved in the traces (CreateItem with SaveOnly), sent or not. */
  readonly savedDraftCount: number
}

/**
 * Damaged or hostile input may contain any number.
 * Limit: mailboxes whose drafts are counted.
 * Beyond: further mailboxes are left out.
 */
const MAX_MAILBOXES = 200
/**
 * Damaged or hostile input may contain any number.
 * Limit: counts kept for each mailbox.
 * Beyond: further counts are left out.
 */
const MAX_COUNTS_PER_MAILBOX = 50
/**
 * Damaged or hostile input may contain any number.
 * Limit: failed sends that are cited.
 * Beyond: further ones are counted.
 */
const MAX_FAILED_SENDS = 20
/**
 * Damaged or hostile input may contain any number.
 * Limit: processes with a message that is saved and not sent.
 * Beyond: further processes are left out.
 */
const MAX_PROCESSES = 200
/** A send that comes later than this after a save does not belong to it. */
const SAVE_TO_SEND_MS = minutes(5)

// <m:CreateItem MessageDisposition="SaveOnly">
const SAVE = /MessageDisposition\s{0,9}[=:]\s{0,9}["']?SaveOnly/i
// <m:SendItemResponse
const SEND_RESPONSE = /\bSendItemResponse/i
// <m:ResponseCode>ErrorSendAsDenied
const ERROR_CODE = /\b(Error[A-Z][A-Za-z]{2,60})/
// drafts-20160614-1000.txt
const TIME_IN_NAME = /(20\d\d)-?(\d\d)-?(\d\d)[T_ -]?(\d\d)[-.:]?(\d\d)/

export const draftsCountMissing: MissingEvidence = {
  evidence: 'the number of items in Drafts',
  how:
    'Ask an Exchange administrator to run this in Exchange PowerShell, now and an hour later, ' +
    'and send the output.',
  commands: [countDraftsCommand],
  from: 'exchange-administrator',
}

/**
 * Counts of items in Drafts over time, and drafts whose sending failed after they were saved.
 *
 * INFERRED from how EWS works: Drafts fills because saved items (`SaveOnly`) repeatedly fail to be
 * sent. Microsoft only documents that Drafts fills.
 */
export const drafts = defineEvidence<Drafts>({
  name: 'Drafts',
  markers: traceTextMarkers('MessageDisposition', 'SendItemResponse'),
  start() {
    const mailboxes = new Map<string, DraftsItemCount[]>()
    const failedSends: FailedSend[] = []
    /** Time of the latest save that is not sent yet, by process id. */
    const unsentSaves = new Map<number, number>()
    let failedSendCount = 0
    let savedDraftCount = 0
    return {
      listeners: {
        'cmdlet-output'(output) {
          const itemCount =
            output.cmdlet === 'Get-MailboxFolderStatistics' ? parseItemCount(output) : undefined
          if (itemCount === undefined) return
          const mailbox = output.user ?? mailboxOf(output)
          const counts = mailboxes.get(mailbox) ?? []
          const at = output.at ?? parseTimeInName(output.source.path)
          if (counts.length < MAX_COUNTS_PER_MAILBOX)
            counts.push({ itemCount, source: output.source, ...defined({ at }) })
          if (mailboxes.size < MAX_MAILBOXES) mailboxes.set(mailbox, counts)
        },
        trace({ event, at, source }) {
          const pid = event.pid ?? 0
          if (SAVE.test(event.message)) {
            savedDraftCount += 1
            if (unsentSaves.size < MAX_PROCESSES || unsentSaves.has(pid)) unsentSaves.set(pid, at)
          }
          if (!SEND_RESPONSE.test(event.message)) return
          const savedAt = unsentSaves.get(pid)
          const code = ERROR_CODE.exec(event.message)?.[1]
          if (code === undefined) {
            if (/\bNoError\b/.test(event.message)) unsentSaves.delete(pid)
            return
          }
          unsentSaves.delete(pid)
          if (savedAt === undefined || at - savedAt > SAVE_TO_SEND_MS) return
          failedSendCount += 1
          if (failedSends.length < MAX_FAILED_SENDS) failedSends.push({ at, code, source })
        },
      },
      result: () => ({
        mailboxes: [...mailboxes].map(([mailbox, counts]) => ({
          mailbox,
          counts: sortByTime(counts),
        })),
        failedSends: [...failedSends],
        failedSendCount,
        savedDraftCount,
      }),
    }
  },
})

const sortByTime = (counts: readonly DraftsItemCount[]): DraftsItemCount[] =>
  [...counts].sort(
    (left, right) =>
      (left.at ?? Number.NEGATIVE_INFINITY) - (right.at ?? Number.NEGATIVE_INFINITY) || 0,
  )

/**
 * The number of items, or undefined when the folder is not Drafts or the number is not valid. The
 * type of the folder decides where it is printed, because the name is in the mailbox's language.
 */
function parseItemCount({ properties }: CmdletOutput): number | undefined {
  const type = properties.get('foldertype')
  const path = properties.get('folderpath') ?? properties.get('name') ?? ''
  if (type !== undefined && type !== '' ? !/^drafts$/i.test(type) : !/^[/\\]?drafts$/i.test(path))
    return undefined
  // Counting the folders below Drafts can only increase the number.
  const text = properties.get('itemsinfolder') || properties.get('itemsinfolderandsubfolders') || ''
  // 1,234 or 1 234: the cmdlet prints the separators of the administrator's language.
  const digits = text.replace(/[\s.,'\u00a0\u202f]/g, '')
  const itemCount = Number(digits || Number.NaN)
  return Number.isSafeInteger(itemCount) ? itemCount : undefined
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

/** The time in a file name, read as UTC. Undefined without a time, or when it is not valid. */
function parseTimeInName(path: string): number | undefined {
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

import { defined } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { ParseContext, Parser, ParseSession } from '../../model/parser.ts'
import { forEachLine } from '../shared/for-each-line.ts'
import { headLines } from '../shared/head-lines.ts'
import { type Columns, parseColumns, splitFields } from './ews-log-columns.ts'

/** Lines above the column names. */
const MAX_LINES_ABOVE = 20
/** OC/16.0.4546.1000 (Skype for Business) */
const CLIENT_AGENT = /(?:^|\s)OC\/\d{1,2}\.\d/
/**
 * Exchange writes no longer rows.
 * Limit: characters of a row of an EWS log.
 * Beyond: it is not read, and counts as unread.
 */
const MAX_ROW_CHARACTERS = 64 * 1024

/**
 * The log of Exchange Web Services on an Exchange server (`Logging\Ews\Ews_*.LOG`): a row for each
 * request, of every user and program. Only those of Skype for Business clients are emitted.
 */
export const exchangeEwsLog: Parser = {
  format: 'exchange-ews-log',
  title: 'log of Exchange Web Services (Exchange server)',
  // Its gaps say nothing about a client.
  isLog: false,
  recognise: (head) =>
    headLines(head)
      .slice(0, MAX_LINES_ABOVE)
      .some((line) => parseColumns(line) !== undefined)
      ? {}
      : undefined,
  open: (context) => new EwsLogReading(context),
}

class EwsLogReading implements ParseSession {
  private line = 0
  private columns: Columns | undefined
  private otherRequests = 0
  private readonly context: ParseContext

  constructor(context: ParseContext) {
    this.context = context
  }

  read(bytes: Uint8Array, from: number, to: number, final: boolean): number {
    const stop = forEachLine(bytes, from, to, final, (start, end) => {
      this.line += 1
      this.readLine(this.context.decode(bytes, start, end))
    })
    if (final && this.otherRequests > 0)
      this.context.tally.addNote(
        `${formatCount(this.otherRequests, 'row')} of other programs counted, but not used`,
      )
    return stop
  }

  private readLine(text: string): void {
    if (text.trim() === '') return
    const columns = parseColumns(text)
    if (columns) {
      this.columns = columns
      return
    }
    // #Software: Microsoft Exchange Server
    if (text.startsWith('#')) return
    if (this.columns) this.readRow(text, this.columns)
    else this.context.tally.addUnreadLine(this.line)
  }

  private readRow(text: string, { delimiter, positions, count }: Columns): void {
    const { tally, path, emit } = this.context
    const fields = text.length > MAX_ROW_CHARACTERS ? [] : splitFields(text, delimiter)
    const at = parseIsoTime(fields[positions.get('datetime') ?? 0]?.trim() ?? '')
    if (at === undefined || fields.length < count) {
      const reason = at === undefined ? 'a row without a readable time' : 'a row that is cut off'
      tally.addDamage({ line: this.line, reason })
      return
    }
    tally.addRecord(at)
    const field = (name: string): string | undefined =>
      fields[positions.get(name) ?? -1]?.trim() || undefined
    const agent = field('useragent')
    if (agent === undefined || !CLIENT_AGENT.test(agent)) {
      this.otherRequests += 1
      return
    }
    const status = Number(field('httpstatus'))
    emit({
      kind: 'ews-answer',
      at,
      agent,
      ...defined({
        user: parseUser(field('impersonateduser')) ?? parseUser(field('authenticateduser')),
        action: field('soapaction'),
        status: status >= 100 && status < 600 ? status : undefined,
        code: field('errorcode'),
        server: field('serverhostname'),
      }),
      source: { path, line: this.line },
    })
  }
}

/** `user@domain` in lower case. Undefined for `DOMAIN\user` and security identifiers. */
const parseUser = (text: string | undefined): string | undefined =>
  text !== undefined && /^[^\s@\\]{1,64}@[^\s@\\]{1,255}$/.test(text)
    ? text.toLowerCase()
    : undefined

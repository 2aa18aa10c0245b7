import { formatNumber } from '../duration.ts'
import { type Marker, sipMethodMarkers, traceTextMarkers } from '../marker.ts'

/**
 * The program that wrote a log, as far as the log shows it. `server` is Skype for Business Server.
 * `unknown` means that nothing names a program.
 */
export type LogProgram = 'client' | 'server' | 'other' | 'unknown'

export interface ProgramVerdict {
  readonly program: LogProgram
  /** The sign that the client wrote the log, such as `provider “Microsoft-Office-Lync”`. */
  readonly sign?: string
  /** Sentence for the report on a log that is not shown to be the client's. */
  readonly note?: string
}

/** Records at the start of a log that are searched for signs. A sample keeps large logs fast. */
const MAX_SAMPLED_RECORDS = 1000
/** Lowest share of the client's records, compared with those of other programs. */
const MIN_CLIENT_SHARE = 0.1
/**
 * A log may name any number of components.
 * Limit: names of other programs kept of a log.
 * Beyond: further names are left out.
 */
const MAX_NAMES = 50
const MAX_LISTED_NAMES = 3
/**
 * No component has a longer name.
 * Limit: characters of the name of a program or component.
 * Beyond: the name is cut.
 */
const MAX_NAME_CHARS = 60

// Lync-16.0.6965.5305-Office-x86ship-U   Microsoft-Office-Lync   lync.exe   UCCAPI
// Skype for Business   SkypeForBusiness   Office Communicator. Not “Merrill Lynch”.
const CLIENT_NAME =
  /lync(?!h)|ucc?api|uccplatform|skype[ ._-]?for[ ._-]?business|ocsmedia|rtmpltfm|(?:office[ ._-]?|microsoft[ ._-]?)communicator|communicator\.exe/i
// SIPStack   RtcSrv   LS User Services   Lync Server   Skype for Business Server
const SERVER_NAME =
  /^(?:SIPStack|SIPProxy|RtcSrv|RtcHost|LS |Microsoft\.Rtc)|(?:lync|business)[ ._-]?server/i
// UCCAPI/16.0.7967.5277 OC/16.0.7967.2139 (Skype for Business)
const CLIENT_AGENT = /UCCAPI|\bOC\/|lync(?!h)|skype[ ._-]?for[ ._-]?business|communicator/i
// MSNT_SystemTrace   EventTrace   68fdd900-4a3e-11d1-84f4-0000f80464e3
const TRACE_ITSELF = /^(?:MSNT_SystemTrace|EventTrace|\{?68fdd900-4a3e-11d1-84f4-0000f80464e3\}?)$/i
// {ce1dbfb4-137e-4da6-87b0-3f59aa102cbc}   Unknown
const NO_NAME = /^(?:\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?|unknown)?$/i
// Microsoft-Windows-TCPIP   Microsoft.Windows.Kernel.Power   PktMon   nt   EbpfForWindowsProvider
// System.Threading.Tasks.TplEventSource   PerfView
const WINDOWS_NAME =
  /^(?:Microsoft[-.](?:Windows|PktMon|Quic|Antimalware)(?:[-.]|$)|(?:PktMon|nt|PerfView)$|EbpfForWindows|System\.(?:Diagnostics|Threading)\.)/i
// https://mail.contoso.example/ews/exchange.asmx   <m:ResponseCode>NoError   MessageDisposition
// Not “ResponseCode: 200” of any HTTP client.
const EWS_RECORD =
  /ews\/exchange\.asmx|\bResponseCode["']?\s{0,3}[=:>]\s{0,3}["']?(?:NoError|Error[A-Z])|\bMessageDisposition\b/i
// User-Agent: OC/16.0.4546.1000 (Skype for Business)
const USER_AGENT = /^user-agent[ \t]*:[ \t]*([^\r\n]{1,200})/im

/** SIP methods whose messages are signs wherever they are in a log. */
const SIGN_METHODS: ReadonlySet<string> = new Set(['REGISTER', 'MESSAGE'])

/** Markers of the records that are signs wherever they are in a log. */
export const clientRecordMarkers: readonly Marker[] = [
  ...[...SIGN_METHODS].flatMap(sipMethodMarkers),
  ...traceTextMarkers('ews/exchange.asmx', 'ResponseCode', 'MessageDisposition'),
]

/** A SIP message in a log, as far as it shows who wrote the log. */
export interface SipSign {
  readonly method: string
  readonly isRequest: boolean
  readonly direction: 'sent' | 'received'
  readonly userAgent: string | undefined
}

/** Whether a provider is a part of Windows or .NET, or a tool that traces them. */
export const isWindowsName = (name: string): boolean => WINDOWS_NAME.test(name)

/** Whether a name is one that only the Skype for Business client or its tools use. */
export const isClientName = (name: string): boolean =>
  CLIENT_NAME.test(name) && !SERVER_NAME.test(name)

/** Collects what shows which program wrote a log. */
export class ProgramSigns {
  /** The name of the session, if it is the client's. The client chooses it, for all records. */
  private session: string | undefined
  /** The path of the log file that the trace states, if it is the client's. Anyone can choose it. */
  private logFile: string | undefined
  /** The first name of the client that a record has. */
  private clientName: string | undefined
  /** Records of a provider or component with a name of the client. */
  private clientNamed = 0
  /** Records that a process of the client wrote. */
  private clientWritten = 0
  /** Records with the name of another program, those of Windows among them, and without a name. */
  private otherNamed = 0
  private windowsNamed = 0
  private unnamed = 0
  private sipMessages = 0
  private ewsRecords = 0
  private isServer = false
  /** Agent of a SIP client other than Skype for Business that sent a packet of this log. */
  private otherAgent: string | undefined
  private readonly otherNames = new Set<string>()

  /**
   * Whether the record with this number, from 1, is searched for names and messages. Later records
   * are signs only if they have one of `clientRecordMarkers`.
   */
  mayShowProgram(recordNumber: number): boolean {
    return recordNumber <= MAX_SAMPLED_RECORDS && this.session === undefined
  }

  /** Adds the name of what wrote `records` records. Empty text or a GUID is not a name. */
  addName(kind: 'provider' | 'component' | 'process', text: string, records = 1): void {
    const name = text.trim()
    if (TRACE_ITSELF.test(name)) return
    if (NO_NAME.test(name)) this.unnamed += records
    else if (SERVER_NAME.test(name)) this.isServer = true
    else if (isClientName(name)) {
      if (kind === 'process') this.clientWritten += records
      else this.clientNamed += records
      this.clientName ??= `${kind} “${shorten(name)}”`
    } else {
      this.otherNamed += records
      if (isWindowsName(name)) this.windowsNamed += records
      if (this.otherNames.size < MAX_NAMES) this.otherNames.add(shorten(name))
    }
  }

  /** Adds the name of the session or the path that a trace states. Any other name proves nothing. */
  addTitle(title: string): void {
    if (SEPARATOR.test(title)) {
      if (findClientPlace(title) !== undefined) this.logFile ??= `log file “${shorten(title)}”`
    } else if (isClientName(title)) this.session ??= `session “${shorten(title)}”`
  }

  addServer(): void {
    this.isServer = true
  }

  /** Adds a SIP message. One that is not of the sample counts only with one of the markers. */
  addSip({ method, isRequest, direction, userAgent }: SipSign, isSampled = false): void {
    if (!isSampled && !SIGN_METHODS.has(method)) return
    this.sipMessages += 1
    const isOwn = isRequest && (direction === 'sent' || method === 'REGISTER')
    if (isOwn && userAgent !== undefined && !CLIENT_AGENT.test(userAgent))
      this.otherAgent ??= shorten(userAgent)
  }

  /** Adds the text of a record without a SIP message. */
  addText(text: string): void {
    if (!EWS_RECORD.test(text)) return
    const agent = USER_AGENT.exec(text)?.[1]
    if (agent === undefined || CLIENT_AGENT.test(agent)) this.ewsRecords += 1
  }

  /** Judges the log. `place` is what its path says of the client, as `findClientPlace` returns it. */
  conclude(place: string | undefined): ProgramVerdict {
    const sign =
      this.session ??
      (this.isOfWindowsOnly() ? undefined : (this.logFile ?? place)) ??
      this.signOfRecords()
    if (sign !== undefined) return { program: 'client', sign }
    if (this.isServer)
      return {
        program: 'server',
        note: 'Log of a server: it does not show which times the client’s logs cover',
      }
    const names = this.otherAgent === undefined ? [...this.otherNames] : [this.otherAgent]
    if (names.length === 0) return { program: 'unknown', note: UNKNOWN_NOTE }
    const listed = names.slice(0, MAX_LISTED_NAMES).join(', ')
    const left = names.length - MAX_LISTED_NAMES
    return {
      program: 'other',
      note: `Log of another program: ${listed}${left > 0 ? ` and ${formatNumber(left)} more` : ''}`,
    }
  }

  /**
   * Returns the sign of the client in the records. Single records of the client among those of other programs,
   * as in an event log of Windows, do not make the log the client's. SIP messages do, because no
   * other program on the machine writes them. In a trace of the whole machine, most records are of
   * Windows, so these do not count against a process of the client.
   */
  private signOfRecords(): string | undefined {
    if (this.sipMessages > 0 && this.otherAgent === undefined && !this.isServer)
      return this.clientName ?? 'SIP messages'
    const { clientNamed, clientWritten, ewsRecords, otherNamed, windowsNamed } = this
    if (isShare(clientWritten, otherNamed - windowsNamed)) return this.clientName
    if (!isShare(clientNamed + clientWritten + ewsRecords, otherNamed)) return undefined
    return this.clientName ?? 'requests to EWS'
  }

  /** Whether every record has a name, and all of them are parts of Windows. */
  private isOfWindowsOnly(): boolean {
    const { clientNamed, clientWritten, ewsRecords, sipMessages, unnamed, windowsNamed } = this
    if (clientNamed + clientWritten + ewsRecords + sipMessages + unnamed > 0) return false
    return windowsNamed > 0 && windowsNamed === this.otherNamed
  }
}

/** Whether the client's records are enough beside those of other programs. */
const isShare = (own: number, others: number): boolean =>
  own > 0 && own >= MIN_CLIENT_SHARE * others

const UNKNOWN_NOTE =
  'Nothing in this log names the client: it does not show which times the client’s logs cover'

const shorten = (text: string): string =>
  text.length > MAX_NAME_CHARS ? `${text.slice(0, MAX_NAME_CHARS)}…` : text

const SEPARATOR = /[\\/]/
// Lync-UccApi-0.UccApilog   Lync-16.0.6965.5305-Office-x86ship-U.etl   lync.txt
const CLIENT_FILE = /^lync[-_. (]|uccapi/i
// …\Office\16.0\Lync\Tracing\trace.csv
const TRACING_FOLDER = /(?:^|[\\/])lync[\\/]tracing(?:[\\/]|$)/i

/**
 * Returns the sign of the client in the path of a log. `location` is the folder that contains the log, if it
 * is known. Returns undefined when they say nothing.
 */
export function findClientPlace(path: string, location = ''): string | undefined {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  if (CLIENT_FILE.test(name) && !/server/i.test(name)) return 'its file name'
  return TRACING_FOLDER.test(path) || /[\\/]lync[\\/]tracing$/i.test(location)
    ? 'its folder, Lync/Tracing'
    : undefined
}

/** The program that wrote a log. A summary that does not say it is judged by its path. */
export const programOf = ({
  log,
  program,
  path,
}: {
  readonly log: boolean
  readonly program?: LogProgram
  readonly path: string
}): LogProgram => program ?? (log && findClientPlace(path) !== undefined ? 'client' : 'unknown')

import type { SipMessage } from './sip-message.ts'
import type { SourceRef } from './source-ref.ts'
import type { InputSummary } from './tally.ts'
import type { TraceEvent } from './trace-event.ts'

/** What all observations have. */
export interface ObservationBase {
  readonly source: SourceRef
  /** Milliseconds since the epoch, UTC. Absent when the evidence carries no time. */
  readonly at?: number
  /**
   * The Skype user this evidence belongs to (`user@domain`, lower case), if the input names one.
   */
  readonly user?: string
}

/** A record of a trace. */
export interface TraceObservation extends ObservationBase {
  readonly kind: 'trace'
  readonly at: number
  readonly event: TraceEvent
}

/** A SIP message in a log. */
export interface SipObservation extends ObservationBase {
  readonly kind: 'sip'
  readonly at: number
  readonly direction: 'sent' | 'received'
  /** Set when the record does not say the direction. `direction` is then `received`. */
  readonly isDirectionAssumed?: true
  /** Set for the first packets that the client sent, in its own log. */
  readonly isFirstSent?: true
  /**
   * Who wrote the log. Packets logged by a server say nothing about the settings of this client.
   */
  readonly vantage: 'client' | 'server'
  readonly message: SipMessage
}

/** One property from in-band provisioning (MS-SIPREGE) or from the user's roaming options. */
export interface ProvisioningObservation extends ObservationBase {
  readonly kind: 'provisioning'
  readonly at: number
  readonly group: string
  readonly property: string
  readonly value: string
}

/** A cmdlet whose printed output is read. */
export type Cmdlet =
  | 'Get-CsImConfiguration'
  | 'Get-CsClientPolicy'
  | 'Get-CsUser'
  | 'Get-CsServerPatchVersion'
  | 'Get-CsServerVersion'
  | 'Get-MailboxFolderStatistics'

/**
 * One object printed by a cmdlet. Property names are lower case. An absent property is unknown, not
 * False.
 */
export interface CmdletOutput extends ObservationBase {
  readonly kind: 'cmdlet-output'
  readonly cmdlet: Cmdlet
  readonly properties: ReadonlyMap<string, string>
  /** Line number by lower-case property name, for properties on another line than `source`. */
  readonly lines?: ReadonlyMap<string, number>
}

/** A cmdlet that PowerShell reported as unknown. */
export interface CmdletMissing extends ObservationBase {
  readonly kind: 'cmdlet-missing'
  readonly name: string
}

/** A value of an exported registry key. */
export interface RegistryValue extends ObservationBase {
  readonly kind: 'registry-value'
  /** Full key, `HKEY_CURRENT_USER\…`. */
  readonly key: string
  readonly name: string
  readonly value: string | number
}

/** A row of the client's Configuration Information window. */
export interface ConfigurationRow extends ObservationBase {
  readonly kind: 'configuration-row'
  readonly name: string
  readonly value: string
  readonly status?: string
}

/**
 * Exchange's answer to one EWS request of a Skype for Business client, as the Exchange server
 * logged it.
 */
export interface EwsAnswer extends ObservationBase {
  readonly kind: 'ews-answer'
  readonly at: number
  /** User-Agent of the client: `OC/16.0.4546.1000 (Skype for Business)`. */
  readonly agent: string
  /** Operation, such as `CreateItem`. */
  readonly action?: string
  readonly status?: number
  /** Response code. Absent when there was no error. */
  readonly code?: string
  /** Name of the Exchange server. */
  readonly server?: string
}

/** Autodiscover's answer (POX) for one mailbox. It has no time. */
export interface AutodiscoverAnswer extends ObservationBase {
  readonly kind: 'autodiscover-answer'
  /** Address of the mailbox, in lower case. */
  readonly mail?: string
  /** Whether the mailbox is in Exchange Online, as the answer states it. */
  readonly isOnline?: boolean
  /** Addresses of EWS for this mailbox. */
  readonly ewsUrls: readonly string[]
  /** Address or domain to which the answer sends the client. */
  readonly redirect?: string
}

/** A History Spooler folder was found. It may be empty. */
export interface SpoolFolderObservation extends ObservationBase {
  readonly kind: 'spool-folder'
  readonly folder: string
  /** Computer that holds the folder, if the input names it. One user may have several computers. */
  readonly machine?: string
  readonly via: SpoolSource
  /** Time of the listing, milliseconds UTC. Absent when the listing has no time. */
  readonly takenAt?: number
  /** Rows of the listing are missing or were not understood, so it may hold more items. */
  readonly isPartial?: true
}

/**
 * Origin of the file times. `folder`: the files themselves. `listing`: output of dir or
 * Get-ChildItem. `manifest`: recorded during collection.
 */
export type SpoolSource = 'folder' | 'listing' | 'manifest'

/** A file in a History Spooler. It is never opened. */
export interface SpoolItemObservation extends ObservationBase {
  readonly kind: 'spool-item'
  readonly folder: string
  readonly machine?: string
  readonly name: string
  /** Absent when the listing shows names only. */
  readonly bytes?: number
  /** Times of last write and creation, milliseconds UTC. */
  readonly written?: number
  readonly created?: number
  readonly via: SpoolSource
  readonly takenAt?: number
}

/** A client build found in a file name. Only the first three parts are reliable. */
export interface BuildHint extends ObservationBase {
  readonly kind: 'build-hint'
  readonly build: string
}

/** The file version of Lync.exe on the machine. */
export interface ClientProgramObservation extends ObservationBase {
  readonly kind: 'client-program'
  readonly build: string
}

/** When the evidence was collected, as stated in a manifest or listing. */
export interface CollectionObservation extends ObservationBase {
  readonly kind: 'collected'
  readonly at: number
  readonly from: string
}

/** An input was read completely. */
export interface InputObservation extends ObservationBase {
  readonly kind: 'input'
  readonly input: InputSummary
}

/** The time to analyze as of: `--as-of`, or the clock of a live session. */
export interface ClockTick extends ObservationBase {
  readonly kind: 'tick'
  readonly at: number
  readonly from: string
}

/** Time of the incident, given by the user. */
export interface IncidentObservation extends ObservationBase {
  readonly kind: 'incident'
  readonly at: number
}

/** One thing noticed at one moment, with its source. `kind` tells the types apart. */
export type Observation =
  | TraceObservation
  | SipObservation
  | ProvisioningObservation
  | CmdletOutput
  | CmdletMissing
  | RegistryValue
  | ConfigurationRow
  | EwsAnswer
  | AutodiscoverAnswer
  | SpoolFolderObservation
  | SpoolItemObservation
  | BuildHint
  | ClientProgramObservation
  | CollectionObservation
  | InputObservation
  | ClockTick
  | IncidentObservation

/** The kinds of observations. */
export type ObservationKind = Observation['kind']
/** The observation of one kind. */
export type ObservationOf<K extends ObservationKind> = Extract<Observation, { kind: K }>

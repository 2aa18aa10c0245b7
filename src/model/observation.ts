import type { SipMessage } from './sip-message.ts'
import type { SourceRef } from './source-ref.ts'
import type { InputSummary } from './tally.ts'
import type { TraceEvent } from './trace-event.ts'

interface Noticed {
  readonly source: SourceRef
  /** Milliseconds since the epoch, UTC; absent for evidence without a time of its own. */
  readonly at?: number
  /** The Skype user whose evidence this is (`user@domain`, lower case), where the input says so. */
  readonly user?: string
}

export interface TraceObservation extends Noticed {
  readonly kind: 'trace'
  readonly at: number
  readonly event: TraceEvent
}

export interface SipObservation extends Noticed {
  readonly kind: 'sip'
  readonly at: number
  readonly direction: 'sent' | 'received'
  /** Whose log it is: a peer's agent and a server's packets never speak for this client. */
  readonly vantage: 'client' | 'server'
  readonly message: SipMessage
}

/** One property of in-band provisioning (MS-SIPREGE) or of the user's roaming options. */
export interface ProvisioningObservation extends Noticed {
  readonly kind: 'provisioning'
  readonly at: number
  readonly group: string
  readonly property: string
  readonly value: string
}

export type Cmdlet =
  | 'Get-CsImConfiguration'
  | 'Get-CsClientPolicy'
  | 'Get-CsUser'
  | 'Get-CsServerPatchVersion'
  | 'Get-CsServerVersion'
  | 'Get-MailboxFolderStatistics'

/**
 * One object that a cmdlet printed. Property names in lower case; a property that is absent is
 * unknown, never False.
 */
export interface CmdletOutput extends Noticed {
  readonly kind: 'cmdlet-output'
  readonly cmdlet: Cmdlet
  readonly properties: ReadonlyMap<string, string>
  /** Line of a property, by its lower-case name, where it is not that of `source`. */
  readonly lines?: ReadonlyMap<string, number>
}

/** A cmdlet that PowerShell did not know, as its error message says. */
export interface CmdletMissing extends Noticed {
  readonly kind: 'cmdlet-missing'
  readonly name: string
}

export interface RegistryValue extends Noticed {
  readonly kind: 'registry-value'
  /** Full key, `HKEY_CURRENT_USER\…`. */
  readonly key: string
  readonly name: string
  readonly value: string | number
}

/** A row of the client's Configuration Information window. */
export interface ConfigurationRow extends Noticed {
  readonly kind: 'configuration-row'
  readonly name: string
  readonly value: string
  readonly status?: string
}

/** A History Spooler folder was looked at, whether or not anything is in it. */
export interface SpoolFolderObservation extends Noticed {
  readonly kind: 'spool-folder'
  readonly folder: string
  /** Computer it lies on, where the input says so: one user may have several. */
  readonly machine?: string
  readonly via: SpoolSource
  /** When the listing was taken, milliseconds UTC; absent when it does not say. */
  readonly takenAt?: number
  /** Rows of the listing are missing or were not understood, so it may hold more items. */
  readonly isPartial?: true
}

/**
 * `folder`: its own files; `listing`: dir or Get-ChildItem output; `manifest`: times noted at
 * collection.
 */
export type SpoolSource = 'folder' | 'listing' | 'manifest'

export interface SpoolItemObservation extends Noticed {
  readonly kind: 'spool-item'
  readonly folder: string
  readonly machine?: string
  readonly name: string
  /** Absent when the listing shows names only. */
  readonly bytes?: number
  /** Last write and creation, milliseconds UTC. */
  readonly written?: number
  readonly created?: number
  readonly via: SpoolSource
  readonly takenAt?: number
}

/**
 * The client build that a file name carries: its first three parts are right, its fourth is not
 * comparable.
 */
export interface BuildHint extends Noticed {
  readonly kind: 'build-hint'
  readonly build: string
}

/** When the evidence was collected, from a manifest or a listing. */
export interface CollectionObservation extends Noticed {
  readonly kind: 'collected'
  readonly at: number
  readonly from: string
}

/** An input has been read to its end. */
export interface InputObservation extends Noticed {
  readonly kind: 'input'
  readonly input: InputSummary
}

/** The moment to judge at, given from outside (`--as-of`, or the clock of a live session). */
export interface ClockTick extends Noticed {
  readonly kind: 'tick'
  readonly at: number
  readonly from: string
}

/** The moment of the incident, given by the user. */
export interface IncidentObservation extends Noticed {
  readonly kind: 'incident'
  readonly at: number
}

export type Observation =
  | TraceObservation
  | SipObservation
  | ProvisioningObservation
  | CmdletOutput
  | CmdletMissing
  | RegistryValue
  | ConfigurationRow
  | SpoolFolderObservation
  | SpoolItemObservation
  | BuildHint
  | CollectionObservation
  | InputObservation
  | ClockTick
  | IncidentObservation

export type ObservationKind = Observation['kind']
export type ObservationOf<K extends ObservationKind> = Extract<Observation, { kind: K }>

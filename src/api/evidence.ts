import {
  type AutoArchiving,
  autoArchiving,
  clientPolicyMissing,
} from '../evidence/auto-archiving.ts'
import { type CaseTime, caseTime, collectionTimeMissing } from '../evidence/case-time.ts'
import { type ClientSoftware, clientBuild, clientBuildMissing } from '../evidence/client-build.ts'
import { configurationInformationMissing } from '../evidence/configuration-information.ts'
import { type Drafts, drafts, draftsCountMissing } from '../evidence/drafts.ts'
import { type EwsResponses, ewsResponses, ewsResponsesMissing } from '../evidence/ews-responses.ts'
import { type EwsState, ewsState } from '../evidence/ews-state.ts'
import { type IncidentTime, incident, incidentTimeMissing } from '../evidence/incident.ts'
import { type InputsRead, inputsRead } from '../evidence/inputs-read.ts'
import { type LogCoverage, logCoverage, logsMissing } from '../evidence/log-coverage.ts'
import { type MailboxLocation, mailboxLocation } from '../evidence/mailbox-location.ts'
import {
  type OfflineImSwitch,
  offlineImSwitch,
  offlineImSwitchMissing,
} from '../evidence/offline-im-switch.ts'
import {
  type OfflineMessages,
  offlineMessageMissing,
  offlineMessages,
} from '../evidence/offline-messages.ts'
import {
  type ServerVersion,
  serverVersion,
  serverVersionMissing,
} from '../evidence/server-version.ts'
import { type SignIns, signIns } from '../evidence/sign-ins.ts'
import { type Spool, spool, spoolMissing } from '../evidence/spool.ts'
import {
  loggingLevelMissing,
  type TracingSetting,
  tracingSettings,
} from '../evidence/tracing-settings.ts'
import { mailAddressMissing, type UserIdentities, userIdentity } from '../evidence/user-identity.ts'
import { type Collector, type Evidence, defineEvidence as makeEvidence } from '../model/evidence.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { UsageError } from '../model/usage-error.ts'

export type { AutoArchiving, ClientPolicyReading, PolicyGrant } from '../evidence/auto-archiving.ts'
export type { CaseTime } from '../evidence/case-time.ts'
export type {
  BuildReading,
  ClientBuild,
  ClientSoftware,
  SourcedValue,
} from '../evidence/client-build.ts'
export type { Drafts, DraftsItemCount, DraftsMailbox, FailedSend } from '../evidence/drafts.ts'
export type { EwsFailureGroup, EwsResponses, FailedEwsResponse } from '../evidence/ews-responses.ts'
export type { AutodiscoverAttempt, EwsRow, EwsState, EwsStatus } from '../evidence/ews-state.ts'
export type { ExchangeCloud } from '../evidence/exchange-request.ts'
export type { IncidentTime } from '../evidence/incident.ts'
export type { InputsRead } from '../evidence/inputs-read.ts'
export type { LogCoverage, TimedLog } from '../evidence/log-coverage.ts'
export type { MailboxLocation } from '../evidence/mailbox-location.ts'
export type { OfflineImSwitch, ScopedReading } from '../evidence/offline-im-switch.ts'
export type { OfflineMessages, OfflineRecipient } from '../evidence/offline-messages.ts'
export type { ServerBuild, ServerVersion } from '../evidence/server-version.ts'
export type { RefusedSignIn, SignIn, SignIns } from '../evidence/sign-ins.ts'
export type { Spool } from '../evidence/spool.ts'
export type { SpooledItem, SpoolSnapshot } from '../evidence/spool-snapshot.ts'
export type { SwitchReading, UnreadSwitch } from '../evidence/switch-reading.ts'
export type {
  TracingScope,
  TracingSetting,
  TracingSettingName,
} from '../evidence/tracing-settings.ts'
export type { MailAddress, UserIdentities, UserIdentity } from '../evidence/user-identity.ts'
export type { Build, OfficeEdition } from '../model/build.ts'
export type { Collector, Evidence, Listeners } from '../model/evidence.ts'
export type { Marker } from '../model/marker.ts'
export {
  sipMethodMarkers,
  sipStartMarkers,
  sipTextMarkers,
  traceTextMarkers,
} from '../model/marker.ts'

/** The built-in evidence, by name. Each answers one question about the case. */
export interface BuiltInEvidence {
  /** The History Spoolers that were collected, and what waits in them. */
  readonly spool: Evidence<readonly Spool[]>
  /** Which times the logs of the client cover. */
  readonly logCoverage: Evidence<LogCoverage>
  /** Build, edition and update channel of the client. */
  readonly clientBuild: Evidence<ClientSoftware>
  /** The builds of the servers. */
  readonly serverVersion: Evidence<ServerVersion>
  /** Where the mailboxes of the users are. */
  readonly mailboxLocation: Evidence<readonly MailboxLocation[]>
  /** The users of the case, with their addresses. */
  readonly userIdentity: Evidence<UserIdentities>
  /** Whether Offline IM is on. */
  readonly offlineImSwitch: Evidence<OfflineImSwitch>
  /** Whether conversations are saved to the mailbox. */
  readonly autoArchiving: Evidence<AutoArchiving>
  /** What the client says about Exchange Web Services. */
  readonly ewsState: Evidence<EwsState>
  /** What Exchange Web Services answered the client. */
  readonly ewsResponses: Evidence<EwsResponses>
  /** Messages whose recipients were offline. */
  readonly offlineMessages: Evidence<OfflineMessages>
  /** How many items the Drafts folders have. */
  readonly drafts: Evidence<Drafts>
  /** When the client signed in, and what refused it. */
  readonly signIns: Evidence<SignIns>
  /** How the client logs. */
  readonly tracingSettings: Evidence<readonly TracingSetting[]>
  /** What became of each input. */
  readonly inputsRead: Evidence<InputsRead>
  /** As of when the case is analyzed; undefined if nothing says so. */
  readonly caseTime: Evidence<CaseTime | undefined>
  /** When the incident was; undefined unless `incident` was passed. */
  readonly incident: Evidence<IncidentTime | undefined>
}

/** The built-in evidence, for the `evidence` of rules. */
export const evidence: BuiltInEvidence = {
  spool,
  logCoverage,
  clientBuild,
  serverVersion,
  mailboxLocation,
  userIdentity,
  offlineImSwitch,
  autoArchiving,
  ewsState,
  ewsResponses,
  offlineMessages,
  drafts,
  signIns,
  tracingSettings,
  inputsRead,
  caseTime,
  incident,
}

/** What the built-in rules say about evidence that is missing, and how to get it. */
export interface BuiltInMissingEvidence {
  readonly clientBuild: MissingEvidence
  readonly clientPolicy: MissingEvidence
  readonly collectionTime: MissingEvidence
  readonly configurationInformation: MissingEvidence
  readonly draftsCount: MissingEvidence
  readonly ewsResponses: MissingEvidence
  readonly incidentTime: MissingEvidence
  readonly loggingLevel: MissingEvidence
  readonly logs: MissingEvidence
  readonly mailAddress: MissingEvidence
  readonly offlineImSwitch: MissingEvidence
  readonly offlineMessage: MissingEvidence
  readonly serverVersion: MissingEvidence
  readonly spool: MissingEvidence
}

/** Evidence that is missing, for `notChecked`: `notChecked('No spool.', missing.spool)`. */
export const missing: BuiltInMissingEvidence = {
  clientBuild: clientBuildMissing,
  clientPolicy: clientPolicyMissing,
  collectionTime: collectionTimeMissing,
  configurationInformation: configurationInformationMissing,
  draftsCount: draftsCountMissing,
  ewsResponses: ewsResponsesMissing,
  incidentTime: incidentTimeMissing,
  loggingLevel: loggingLevelMissing,
  logs: logsMissing,
  mailAddress: mailAddressMissing,
  offlineImSwitch: offlineImSwitchMissing,
  offlineMessage: offlineMessageMissing,
  serverVersion: serverVersionMissing,
  spool: spoolMissing,
}

const MIN_MARKER_CHARACTERS = 3

/**
 * Makes evidence of your own from observations, for the `evidence` of rules. It has to be bounded:
 * a case may have millions of observations. `start` is called once for each case, and an exception
 * in it or in a listener makes the verdicts of the rules that use it `crashed`. Throws a
 * `UsageError` for a marker that is too short, not ASCII, or has a line end.
 *
 * Most records of a log are never decoded. The trace records and SIP messages that it needs have to
 * contain one of its markers, or they may not reach it.
 */
export function defineEvidence<Result>(definition: Evidence<Result>): Evidence<Result> {
  for (const { text, place } of definition.markers ?? [])
    if (place !== 'sent' && !isMarkerText(text))
      throw new UsageError(
        `The marker “${text}” of ${definition.name} is not at least ${MIN_MARKER_CHARACTERS} ` +
          'ASCII characters in one line.',
      )
  return makeEvidence({ ...definition, start: () => startSafely(definition) })
}

const isMarkerText = (text: string): boolean =>
  text.length >= MIN_MARKER_CHARACTERS && /^[ -~]*$/.test(text)

/** An exception is thrown where the result is asked for: by the rules that need it. */
function startSafely<Result>(definition: Evidence<Result>): Collector<Result> {
  try {
    return definition.start()
  } catch (error) {
    return {
      listeners: {},
      result() {
        throw error
      },
    }
  }
}

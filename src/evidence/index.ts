import type { Evidence } from '../model/evidence.ts'
import { autoArchiving } from './auto-archiving.ts'
import { caseTime } from './case-time.ts'
import { clientBuild } from './client-build.ts'
import { ewsResponses } from './ews-responses.ts'
import { ewsState } from './ews-state.ts'
import { logCoverage } from './log-coverage.ts'
import { mailboxLocation } from './mailbox-location.ts'
import { messageTrail } from './message-trail.ts'
import { offlineImSwitch } from './offline-im-switch.ts'
import { serverVersion } from './server-version.ts'
import { signIns } from './sign-ins.ts'
import { spool } from './spool.ts'
import { userIdentity } from './user-identity.ts'

/**
 * Evidence that every report needs, whichever rules are enabled. First the evidence with facts, in
 * the order in which the report shows them, then the evidence for journeys and the timeline.
 */
export const reportedEvidence: readonly Evidence[] = [
  userIdentity,
  clientBuild,
  mailboxLocation,
  serverVersion,
  offlineImSwitch,
  autoArchiving,
  ewsState,
  spool,
  logCoverage,
  signIns,
  caseTime,
  messageTrail,
  ewsResponses,
]

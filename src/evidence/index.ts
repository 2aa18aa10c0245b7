import type { Evidence } from '../model/evidence.ts'
import { autoArchiving } from './auto-archiving.ts'
import { caseTime } from './case-time.ts'
import { clientBuild } from './client-build.ts'
import { ewsState } from './ews-state.ts'
import { logCoverage } from './log-coverage.ts'
import { mailboxLocation } from './mailbox-location.ts'
import { offlineImSwitch } from './offline-im-switch.ts'
import { serverVersion } from './server-version.ts'
import { signIns } from './sign-ins.ts'
import { spool } from './spool.ts'
import { userIdentity } from './user-identity.ts'

/** Evidence whose facts every report shows, in the order shown. */
export const evidence: readonly Evidence[] = [
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
]

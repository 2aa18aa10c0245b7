import type { Rule } from '../model/rule.ts'
import { autoArchivingDisabled } from './auto-archiving-disabled.ts'
import { clientBuildTooOld } from './client-build-too-old.ts'
import { clientBuildTooOldForOnPremisesMailbox } from './client-build-too-old-for-on-premises-mailbox.ts'
import { clockSkew } from './clock-skew.ts'
import { draftsAccumulating } from './drafts-accumulating.ts'
import { draftsFixMissing } from './drafts-fix-missing.ts'
import { ewsRequestFailing } from './ews-request-failing.ts'
import { ewsRetiredInExchangeOnline } from './ews-retired-in-exchange-online.ts'
import { ewsUnavailable } from './ews-unavailable.ts'
import { federatedRecipient } from './federated-recipient.ts'
import { inputMostlyUnreadable } from './input-mostly-unreadable.ts'
import { logDoesNotCoverIncident } from './log-does-not-cover-incident.ts'
import { loggingNotFull } from './logging-not-full.ts'
import { mailDomainDiffersFromSipDomain } from './mail-domain-differs-from-sip-domain.ts'
import { offlineImDisabled } from './offline-im-disabled.ts'
import { serverBeforeCu3 } from './server-before-cu3.ts'
import { spoolBacklogGrowing } from './spool-backlog-growing.ts'
import { spoolMessageStuck } from './spool-message-stuck.ts'
import { traceNotDecoded } from './trace-not-decoded.ts'
import { windowsInstallerClient } from './windows-installer-client.ts'

/** All rules. Within a severity, reports list verdicts in this order. */
export const rules: readonly Rule[] = [
  spoolMessageStuck,
  spoolBacklogGrowing,
  offlineImDisabled,
  autoArchivingDisabled,
  windowsInstallerClient,
  clientBuildTooOld,
  clientBuildTooOldForOnPremisesMailbox,
  draftsAccumulating,
  draftsFixMissing,
  serverBeforeCu3,
  ewsUnavailable,
  ewsRequestFailing,
  ewsRetiredInExchangeOnline,
  mailDomainDiffersFromSipDomain,
  federatedRecipient,
  loggingNotFull,
  traceNotDecoded,
  logDoesNotCoverIncident,
  inputMostlyUnreadable,
  clockSkew,
]

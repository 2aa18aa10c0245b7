import {
  isFederatedRecipient,
  type OfflineRecipient,
  offlineMessageMissing,
  offlineMessages,
} from '../evidence/offline-messages.ts'
import { userIdentity } from '../evidence/user-identity.ts'
import { formatCount } from '../model/duration.ts'
import { formatMoment } from '../model/moment.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'
import { domainOf } from '../model/sip-message.ts'
import { truncateText } from '../model/text/printable.ts'

/**
 * A rule states a problem once; more findings help no reader.
 * Limit: findings of `federated-recipient`.
 * Beyond: further ones are counted.
 */
const MAX_FINDINGS = 50
const MAX_SHOWN_RECIPIENTS = 5

export const federatedRecipient = defineRule({
  id: 'federated-recipient',
  severity: 'info',
  // Inferred: 480 means offline.
  status: 'trial',
  title: 'An offline message went to another organization',
  clearTitle: 'Offline recipients: in the sender’s organization',
  why:
    'A federated recipient receives an offline message as a plain e-mail, without the message ' +
    'class of a missed conversation. It is not in the Missed Conversation folder or the ' +
    'conversation history. That is by design.',
  looksAt:
    'Messages of this user that were answered 480 Temporarily Unavailable, and the recipient’s ' +
    'domain. It must differ from the sender’s SIP domain and from all other SIP domains known to ' +
    'be the organization’s own.',
  thresholds: {},
  falsePositives: [
    'The organization has several SIP domains, but the evidence lacks the Get-CsUser output that ' +
      'shows them.',
    'A server also answers 480 for reasons other than an offline recipient.',
  ],
  remedy: [
    {
      role: 'support',
      phase: 'inform',
      do:
        'Tell the recipient to look in the Inbox and in junk mail instead of the Missed ' +
        'Conversation folder. There is nothing to repair.',
      verify: 'The recipient finds an e-mail from the sender at the time of the message.',
    },
  ],
  diagnosis: { role: 'note' },
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
  ],
  evidence: { offlineMessages, userIdentity },
  evaluate({ offlineMessages: { recipients, omittedCount }, userIdentity: { sipDomains } }) {
    const federated = recipients.filter((recipient) => isFederatedRecipient(recipient, sipDomains))
    const findings = federated.slice(0, MAX_FINDINGS).map(toFinding)
    if (findings.length > 0)
      return flagged(
        findings[0]?.message ?? '',
        findings,
        omittedCount + federated.length - findings.length,
      )
    if (recipients.length > 0 && omittedCount === 0)
      return clear(
        `${formatCount(recipients.length, 'offline recipient')}, all in the sender’s own ` +
          'organization.',
        recipients.slice(0, MAX_SHOWN_RECIPIENTS).flatMap(({ sources }) => sources),
      )
    return notChecked(
      'No message to a recipient who was offline is in the evidence.',
      offlineMessageMissing,
    )
  },
})

function toFinding(entry: OfflineRecipient): Finding {
  const { sender, recipient, messageCount, last, reason, sources } = entry
  const reasonText = reason === undefined ? '' : ` (“${truncateText(reason)}”)`
  const message =
    `${formatCount(messageCount, 'message')} from ${sender} to ${recipient}, who was offline, ` +
    `last at ${formatMoment(last)}${reasonText}: ${domainOf(recipient)} is another ` +
    'organization’s domain, where it arrives as a plain e-mail.'
  return { subject: recipient, message, sources }
}

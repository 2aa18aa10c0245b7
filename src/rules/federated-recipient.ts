import {
  isFederatedRecipient,
  offlineMessageMissing,
  offlineMessages,
} from '../evidence/offline-messages.ts'
import { userIdentity } from '../evidence/user-identity.ts'
import { formatCount } from '../model/duration.ts'
import { formatMoment } from '../model/moment.ts'
import { truncateText } from '../model/printable.ts'
import { clear, defineRule, flagged, notChecked } from '../model/rule.ts'
import { domainOf } from '../model/sip-message.ts'

const MOST_FINDINGS = 50

export const federatedRecipient = defineRule({
  id: 'federated-recipient',
  severity: 'info',
  // That 480 means offline is inferred.
  status: 'trial',
  title: 'An offline message went to another organization',
  why: 'To a federated recipient an offline message arrives as a plain e-mail, without the message class of a missed conversation, and not in the Missed Conversation folder or the conversation history. That is by design.',
  looksAt:
    'Messages of this user that were answered 480 Temporarily Unavailable, and whether the recipient’s domain is another than the sender’s SIP domain and all other SIP domains known to be the organization’s own.',
  thresholds: {},
  falsePositives: [
    'The organization has several SIP domains, and Get-CsUser output that shows them is not in the evidence.',
    '480 is also answered for other reasons than being offline.',
  ],
  remedy: [
    {
      do: 'Nothing to repair. Tell the recipient to look in the Inbox, and in junk mail, instead of the Missed Conversation folder.',
      verify: 'The recipient finds an e-mail from the sender at the time of the message.',
    },
  ],
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
  ],
  evidence: { offlineMessages, userIdentity },
  evaluate({
    offlineMessages: { recipients, omittedCount: omitted },
    userIdentity: { sipDomains: domains },
  }) {
    const federated = recipients.filter((one) => isFederatedRecipient(one, domains))
    const findings = federated
      .slice(0, MOST_FINDINGS)
      .map(({ sender, recipient, messageCount: count, last, reason, sources }) => ({
        subject: recipient,
        message: `${formatCount(count, 'message')} from ${sender} to ${recipient}, who was offline, last at ${formatMoment(last)}${reason === undefined ? '' : ` (“${truncateText(reason)}”)`}: ${domainOf(recipient)} is another organization’s domain, where it arrives as a plain e-mail.`,
        sources,
      }))
    if (findings.length > 0)
      return flagged(
        findings[0]?.message ?? '',
        findings,
        omitted + federated.length - findings.length,
      )
    const [first] = recipients
    if (first && omitted === 0)
      return clear(
        `${formatCount(recipients.length, 'offline recipient')}, all in the sender’s own organization.`,
        recipients.slice(0, 5).flatMap(({ sources }) => sources),
      )
    return notChecked(
      'No message to a recipient who was offline is in the evidence.',
      offlineMessageMissing,
    )
  },
})

/**
 * Causes in words for somebody who only uses the program, by rule. Each completes “The cause is:”.
 */
export const PLAIN_CAUSES: Readonly<Record<string, string>> = {
  'auto-archiving-disabled':
    'saving conversations is turned off, and without it such messages cannot be sent',
  'client-build-too-old-for-on-premises-mailbox':
    'Skype for Business on this computer is too old for the mailbox',
  'client-build-too-old':
    'Skype for Business on this computer is too old for messages to people who are offline',
  'drafts-fix-missing':
    'Skype for Business on this computer lacks an update of June 2016, without which such ' +
    'messages stay in Drafts',
  'ews-request-failing':
    'the mail server refuses the messages that Skype for Business hands over to it',
  'ews-retired-in-exchange-online':
    'Microsoft is switching off the service of the mailbox that such messages need',
  'ews-unavailable': 'Skype for Business cannot hand such messages over to the mail server',
  'mail-domain-differs-from-sip-domain':
    'the mail address and the Skype for Business address have different domains, so that the ' +
    'mailbox may not be found',
  'offline-im-disabled': 'messages to people who are offline are turned off on the server',
  'server-before-cu3':
    'the Skype for Business server is too old for messages to people who are offline',
  'windows-installer-client':
    'the installed edition of Skype for Business cannot send messages to people who are offline',
}

/** Symptoms that are not counted in messages, as sentences, by rule. */
export const PLAIN_SYMPTOMS: Readonly<Record<string, string>> = {
  'drafts-accumulating':
    'Messages to people who were offline pile up in the Drafts folder and are not delivered.',
  'spool-backlog-growing':
    'More and more messages to people who are offline wait on this computer and are not delivered.',
}

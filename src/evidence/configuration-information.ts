import type { MissingEvidence } from '../model/rule.ts'

export const configurationInformationMissing: MissingEvidence = {
  evidence: 'the Configuration Information window (where the mailbox is, and whether EWS works)',
  how:
    'Ctrl + right-click the Skype for Business icon in the notification area > Configuration ' +
    'Information > Copy, and save the text. If the client is in another language, add a full ' +
    'trace of a sign-in.',
}

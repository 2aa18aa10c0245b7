import { FINDER_GROUP } from '../finder-groups.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/**
 * Words, in lower case, that may have a name next to them, by the group of finders that looks for
 * it. A line that contains one is passed to these finders. `Call-ID` counts as two words.
 */
export const TRIGGER_WORDS: readonly (readonly [group: number, words: readonly string[]])[] = [
  [
    FINDER_GROUP.private,
    words(`
      authorization authenticate authentication cookie cookie2 token ticket webticket auth gssapi
      rspauth srand crand cnonce snonce nonce opaque body assertion encryptedassertion secret
      password passwd pwd passphrase samlresponse bearer basic ntlm negotiate kerberos
      binarysecuritytoken ciphervalue signaturevalue x509certificate mimecontent uniquebody
      normalizedbody textbody subject preview bodypreview note conversationtopic topic
      meetingsubject meetinglocation location inline`),
  ],
  [
    FINDER_GROUP.context,
    words(`
      sip sips tel mailto call callid conversation conversationid sessionid replaces reply epid
      uuid device deviceid endpointid machineid hardwareid clientid tenantid objectid userid
      machineguid hardware installation computer computername machine machinename host hostname
      workstation workstationname netbios netbiosname logonserver userdomain registrarpool
      homeserver pool poolfqdn poolname servername serverfqdn fqdn dnshostname maddr received
      targetserver source desktop laptop win pc ws nb lt srv vm display displayname first firstname
      last lastname given givenname surname sam samaccount samaccountname user username account
      accountname alias logon logonname nameid mailnickname nickname`),
  ],
  [FINDER_GROUP.distinguishedName, words('cn ou dc')],
  [FINDER_GROUP.meeting, words('meet focus tid oid')],
  [FINDER_GROUP.path, words('users documents profiles home')],
  [
    FINDER_GROUP.number,
    words(`
      tel phone telephone mobile lineuri fax caller callerid dial dialed dialing ext extension
      mac macaddr macaddress physical physicaladdr physicaladdress`),
  ],
  [
    FINDER_GROUP.host,
    words('sip sips host peer feserver beserver diaginfo calculatedbetarget targetserver'),
  ],
  [FINDER_GROUP.encoded, words('hex')],
]

/** Words too frequent to look at every line with one of them: their finders search only the rest. */
export const WEAK_WORDS: readonly (readonly [group: number, words: readonly string[]])[] = [
  [FINDER_GROUP.context, words('im')],
  // `_x000D_` in Clixml.
  [FINDER_GROUP.escape, words('x000d x000a x0009')],
]

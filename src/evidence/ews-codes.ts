import { ownValue } from '../model/defined.ts'
/** The meaning of an EWS error code for an offline message, and the remedy. */
export interface EwsCodeAdvice {
  /** A clause that follows a colon, without a full stop. */
  readonly meaning: string
  readonly remedy: string
  /** Where the mailbox is in Exchange Online, if it differs: it has no cmdlets for servers. */
  readonly onlineRemedy?: string
}

const CHECK_RIGHTS =
  'Run Get-CASMailbox <user> | Format-List Ews* and check that EWS is enabled for the mailbox ' +
  'and that no allow or block list excludes the client.'
const CHECK_QUOTA =
  'Run Get-MailboxStatistics <user> and Get-Mailbox <user> | Format-List *Quota* to see size and ' +
  'limits. Free space or raise the quota.'
const CHECK_DATABASE =
  'Run Get-MailboxDatabaseCopyStatus on the Exchange server: the database must be Mounted. Then ' +
  'send the message again.'
const CHECK_LOAD =
  'Check the load of the Exchange server at that time. Run Test-WebServicesConnectivity ' +
  '-Identity <user> to see whether EWS answers now.'
const CHECK_THROTTLING =
  'Run Get-ThrottlingPolicyAssociation <user> to see the policy in force. Look for other ' +
  'programs that use EWS as this user, and wait until the back-off time is over.'

const THROTTLED_ONLINE =
  'Look for other programs that use EWS as this user, and wait until the back-off time is over.'
const SERVER_ONLINE =
  'Send the message again later. If that fails too, look at the service health of Exchange Online ' +
  'and ask Microsoft support.'
const SIGN_IN_ONLINE =
  'Clear stored credentials (cmdkey /list) and sign in again. Check whether a conditional access ' +
  'policy or an authentication policy blocks the client.'

/** Response codes (documented: ResponseCode) that can stop an offline message from being sent. */
const ADVICE_BY_CODE: Readonly<Record<string, EwsCodeAdvice>> = {
  ErrorAccessDenied: {
    meaning: 'the user is not allowed to do this in the mailbox',
    remedy: CHECK_RIGHTS,
  },
  ErrorCreateItemAccessDenied: {
    meaning: 'the user is not allowed to create items in the folder',
    remedy: CHECK_RIGHTS,
  },
  ErrorSendAsDenied: {
    meaning:
      'the user is not allowed to send as this mailbox, so items are saved but not sent and ' +
      'Drafts fills',
    remedy:
      'Compare the user’s primary SMTP address with the From address of the message. Run ' +
      'Get-RecipientPermission or Get-ADPermission to see Send As rights.',
  },
  ErrorServerBusy: {
    meaning: 'Exchange throttles this user and asks the client to back off',
    remedy: CHECK_THROTTLING,
    onlineRemedy: THROTTLED_ONLINE,
  },
  ErrorExceededConnectionCount: {
    meaning: 'there are more EWS connections than the throttling policy allows',
    remedy: CHECK_THROTTLING,
    onlineRemedy: THROTTLED_ONLINE,
  },
  ErrorQuotaExceeded: { meaning: 'the mailbox is full', remedy: CHECK_QUOTA },
  ErrorSubmissionQuotaExceeded: {
    meaning: 'the user has sent more messages than the recipient rate limit allows',
    remedy:
      'Wait until the period of the limit is over. Look for a program that sends messages as ' +
      'this user.',
  },
  ErrorMessageSizeExceeded: {
    meaning: 'the message is larger than Exchange accepts',
    remedy:
      'Run Get-TransportConfig | Format-List Max*Size to see the limits. Send pictures and files ' +
      'another way.',
  },
  ErrorMailboxStoreUnavailable: {
    meaning: 'the mailbox database is not available',
    remedy: CHECK_DATABASE,
    onlineRemedy: SERVER_ONLINE,
  },
  ErrorMailboxMoveInProgress: {
    meaning: 'the mailbox is being moved',
    remedy:
      'Run Get-MoveRequest <user> | Get-MoveRequestStatistics to see the progress. Sign in again ' +
      'after the move.',
  },
  ErrorConnectionFailed: {
    meaning: 'Exchange could not reach the mailbox server',
    remedy: CHECK_DATABASE,
    onlineRemedy: SERVER_ONLINE,
  },
  ErrorInternalServerError: {
    meaning: 'EWS had an internal error',
    remedy:
      'Look in the Exchange server’s Application log for MSExchange Web Services at that time.',
    onlineRemedy: SERVER_ONLINE,
  },
  ErrorTimeoutExpired: {
    meaning: 'EWS did not finish in time',
    remedy: CHECK_LOAD,
    onlineRemedy: SERVER_ONLINE,
  },
  ErrorNonExistentMailbox: {
    meaning: 'no mailbox has this address',
    remedy:
      'Run Get-Recipient <address> to see what has this address. Correct the mail attribute that ' +
      'the client uses.',
  },
}

const ADVICE_BY_HTTP_STATUS: Readonly<Record<number, EwsCodeAdvice>> = {
  401: {
    meaning: 'Exchange does not accept the sign-in',
    remedy:
      'Clear stored credentials (cmdkey /list) and sign in again. Check which authentication the ' +
      'EWS virtual directory offers: Get-WebServicesVirtualDirectory | Format-List ' +
      '*Authentication*.',
    onlineRemedy: SIGN_IN_ONLINE,
  },
  403: { meaning: 'this user or this program is not allowed to use EWS', remedy: CHECK_RIGHTS },
  503: {
    meaning: 'EWS is queuing requests or is down',
    remedy: CHECK_LOAD,
    onlineRemedy: SERVER_ONLINE,
  },
}

export const KNOWN_EWS_CODES: readonly string[] = Object.keys(ADVICE_BY_CODE)

// <m:ResponseCode>ErrorServerBusy</m:ResponseCode>, ResponseCode=NoError
const RESPONSE_CODE = /\bResponseCode["'>:= ]{1,4}(NoError|Error[A-Za-z]{1,60})\b/
// The request failed: ErrorServerBusy
const BARE_CODE = new RegExp(`\\b(?:${KNOWN_EWS_CODES.join('|')})\\b`)

/** The `ResponseCode` in a record, `NoError` included, else the first known code that it names. */
export const findEwsCode = (text: string): string | undefined =>
  RESPONSE_CODE.exec(text)?.[1] ?? BARE_CODE.exec(text)?.[0]

/** Advice for `ErrorServerBusy` or `HTTP 503`. A code that is not known gets general advice. */
export function explainEwsCode(code: string): EwsCodeAdvice {
  const status = Number(/^HTTP (\d{3})$/.exec(code)?.[1])
  const advice = ownValue(ADVICE_BY_CODE, code) ?? ADVICE_BY_HTTP_STATUS[status]
  if (advice) return advice
  if (status >= 500)
    return {
      meaning: 'the Exchange server failed',
      remedy: CHECK_LOAD,
      onlineRemedy: SERVER_ONLINE,
    }
  return {
    meaning: 'EWS rejected the request',
    remedy:
      'Look up the code in Microsoft’s list of EWS response codes, and run ' +
      'Test-WebServicesConnectivity -Identity <user>.',
    onlineRemedy: 'Look up the code in Microsoft’s list of EWS response codes.',
  }
}

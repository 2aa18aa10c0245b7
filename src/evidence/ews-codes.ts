/** What an answer of EWS means for an offline message, and what to do about it. */
export interface EwsCodeAdvice {
  readonly meaning: string
  readonly remedy: string
}

const RIGHTS =
  'Check with Get-CASMailbox <user> | Format-List Ews* that EWS is enabled for the mailbox and that no allow or block list shuts the client out.'
const SPACE =
  'Get-MailboxStatistics <user> and Get-Mailbox <user> | Format-List *Quota* show size and limits; free space or raise the quota.'
const STORE =
  'Get-MailboxDatabaseCopyStatus on the Exchange server: the database must be Mounted. Then send again.'
const SLOW =
  'Look at the load of the Exchange server at that time; Test-WebServicesConnectivity -Identity <user> shows whether EWS answers now.'
const THROTTLED =
  'Get-ThrottlingPolicyAssociation <user> names the policy in force; look for other programs that use EWS as this user, and wait until the back-off has passed.'

/** Response codes of EWS (DOC: ResponseCode) that can keep an offline message from being sent. */
const CODES: Readonly<Record<string, EwsCodeAdvice>> = {
  ErrorAccessDenied: { meaning: 'the user may not do this in the mailbox', remedy: RIGHTS },
  ErrorCreateItemAccessDenied: {
    meaning: 'the user may not create items in the folder',
    remedy: RIGHTS,
  },
  ErrorSendAsDenied: {
    meaning:
      'the user may not send as this mailbox: items are saved and then not sent, and Drafts fills',
    remedy:
      'Compare the user’s primary SMTP address with the From of the message; Get-RecipientPermission or Get-ADPermission shows Send As rights.',
  },
  ErrorServerBusy: {
    meaning: 'Exchange throttles this user and asks the client to back off',
    remedy: THROTTLED,
  },
  ErrorExceededConnectionCount: {
    meaning: 'more EWS connections than the throttling policy allows',
    remedy: THROTTLED,
  },
  ErrorQuotaExceeded: { meaning: 'the mailbox is full', remedy: SPACE },
  ErrorSubmissionQuotaExceeded: {
    meaning: 'the user has sent more messages than the recipient rate limit allows',
    remedy:
      'Wait until the limit’s time span is over; look for a program that sends in this user’s name.',
  },
  ErrorMessageSizeExceeded: {
    meaning: 'the message is larger than Exchange accepts',
    remedy:
      'Get-TransportConfig | Format-List Max*Size shows the limits; send pictures and files another way.',
  },
  ErrorMailboxStoreUnavailable: { meaning: 'the mailbox database is not available', remedy: STORE },
  ErrorMailboxMoveInProgress: {
    meaning: 'the mailbox is being moved',
    remedy:
      'Get-MoveRequest <user> | Get-MoveRequestStatistics shows how far it is; sign in again after it.',
  },
  ErrorConnectionFailed: { meaning: 'Exchange could not reach the mailbox server', remedy: STORE },
  ErrorInternalServerError: {
    meaning: 'EWS failed inside',
    remedy:
      'Look in the Exchange server’s Application log for MSExchange Web Services at that time.',
  },
  ErrorTimeoutExpired: { meaning: 'EWS did not finish in time', remedy: SLOW },
  ErrorNonExistentMailbox: {
    meaning: 'there is no mailbox at that address',
    remedy:
      'Get-Recipient <address> shows what it is; correct the mail attribute that the client goes by.',
  },
}

const HTTP: Readonly<Record<number, EwsCodeAdvice>> = {
  401: {
    meaning: 'Exchange does not accept the sign-in',
    remedy:
      'Clear stored credentials (cmdkey /list), sign in again, and check which authentication the EWS virtual directory offers: Get-WebServicesVirtualDirectory | Format-List *Authentication*.',
  },
  403: { meaning: 'EWS is forbidden for this user or this program', remedy: RIGHTS },
  503: { meaning: 'EWS is queuing requests, or is down', remedy: SLOW },
}

export const KNOWN_EWS_CODES: readonly string[] = Object.keys(CODES)

// <m:ResponseCode>ErrorServerBusy</m:ResponseCode>, ResponseCode=NoError
const RESPONSE_CODE = /\bResponseCode["'>:= ]{1,4}(NoError|Error[A-Za-z]{1,60})\b/
const NAMED_CODE = new RegExp(`\\b(?:${KNOWN_EWS_CODES.join('|')})\\b`)

/** The code that an answer of EWS states, `NoError` too; else one that is named in it. */
export const findEwsCode = (text: string): string | undefined =>
  RESPONSE_CODE.exec(text)?.[1] ?? NAMED_CODE.exec(text)?.[0]

/**
 * What is known of `ErrorServerBusy` or `HTTP 503`; codes that are not named here are explained as
 * such.
 */
export function explainEwsCode(code: string): EwsCodeAdvice {
  const status = Number(/^HTTP (\d{3})$/.exec(code)?.[1])
  const known = CODES[code] ?? HTTP[status]
  if (known) return known
  if (status >= 500) return { meaning: 'the Exchange server failed', remedy: SLOW }
  return {
    meaning: 'EWS refused the request',
    remedy:
      'Look the code up in Microsoft’s list of EWS response codes, and run Test-WebServicesConnectivity -Identity <user>.',
  }
}

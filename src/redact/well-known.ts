/** Public domains, which do not identify a customer. */
const PUBLIC_DOMAINS = [
  'microsoft.com',
  'microsoftonline.com',
  'office.com',
  'office365.com',
  'office.net',
  'outlook.com',
  'office365.us',
  'apps.mil',
  'partner.outlook.cn',
  'outlook.office.de',
  'live.com',
  'lync.com',
  'skype.com',
  'skypeforbusiness.com',
  'windows.net',
  'windows.com',
  'azure.com',
  'msocdn.com',
  'xmlsoap.org',
  'w3.org',
  'digicert.com',
  'verisign.com',
  'ietf.org',
  'oasis-open.org',
  'openxmlformats.org',
  'aka.ms',
]

/** Online domains whose preceding label names the customer. */
const TENANT_DOMAINS = [
  'mail.onmicrosoft.com',
  'onmicrosoft.com',
  'sharepoint.com',
  'mail.protection.outlook.com',
  'mail.onmicrosoft.us',
  'onmicrosoft.us',
  'mail.onmicrosoft.de',
  'onmicrosoft.de',
  'partner.mail.onmschina.cn',
  'partner.onmschina.cn',
]

const findDomain = (host: string, list: readonly string[]): string | undefined =>
  list.find(
    (end) => host === end || (host.endsWith(end) && host[host.length - end.length - 1] === '.'),
  )

/**
 * The part of a Microsoft 365 host name after the customer's labels, such as `onmicrosoft.com`; also
 * for that name alone. Undefined for other hosts.
 */
export const tenantSuffix = (host: string): string | undefined => findDomain(host, TENANT_DOMAINS)

export const isPublicHost = (host: string): boolean =>
  tenantSuffix(host) === undefined
    ? findDomain(host, PUBLIC_DOMAINS) !== undefined
    : TENANT_DOMAINS.includes(host)

/** Labels prescribed by Skype for Business, Exchange and DNS. */
const SERVICE_LABELS = new Set([
  'autodiscover',
  'lyncdiscover',
  'lyncdiscoverinternal',
  'sip',
  'sipinternal',
  'sipexternal',
  'sipdir',
  'webdir',
  'www',
  'owa',
  'ews',
  'localhost',
  'local',
  'online',
  'dialin',
  'meet',
])
export const isServiceLabel = (label: string): boolean =>
  SERVICE_LABELS.has(label) || label.startsWith('_') || label === '*'

/**
 * Second-level labels below country domains. The registered name is then the third label from the
 * right.
 */
const SECOND_LEVEL = /^(?:co|com|org|net|ac|gov|edu|ltd|plc|or|ne|go|gob|gv)$/

/** Number of labels, from the right, that form the registered domain. */
export function countRegisteredLabels(labels: readonly string[]): number {
  const country = labels.at(-1)?.length === 2
  return country && labels.length > 2 && SECOND_LEVEL.test(labels.at(-2) ?? '')
    ? 3
    : Math.min(2, labels.length)
}

const GENERIC =
  'com net org edu gov mil int info biz eu arpa aero coop museum jobs mobi cloud online ' +
  'tech systems group company solutions bank health global agency digital email network'
const PRIVATE = 'local lan corp intra internal private home priv ad example test invalid'
const COUNTRIES =
  'ac ad ae af ag ai al ar at au az ba bd be bg bh bo br by ca ch ci cl cn co cr cu cy cz ' +
  'de dk do dz ec ee eg es fi fr gb ge gh gr gt hk hr hu id ie il in iq ir is it jo jp ke ' +
  'kr kw kz lb lk lt lu lv ma me mk mt mx my ng nl no np nz om pa pe ph pk pr pt py qa ro ' +
  'rs ru sa se sg si sk sn sv th tn tr tw ua ug uk us uy uz ve vn za zm'

/**
 * Top-level domains that identify a host name without other context. Those that are also words or
 * file extensions require more labels.
 */
export const TOP_LEVEL_DOMAINS: ReadonlySet<string> = new Set(
  `${GENERIC} ${PRIVATE} ${COUNTRIES}`.split(' '),
)
export const WORD_LIKE_DOMAINS: ReadonlySet<string> = new Set(
  (
    'int ad ac ai at be by co do id in is it me my no om rs us se si so th ' +
    'test home group online'
  ).split(' '),
)

/** Generic account names and common words in logs. Replaced only in the context of an account. */
const COMMON_WORD_LIST =
  'admin administrator user users guest default public system service support info sip sips ' +
  'lync skype client server mail mailbox message messages all any the and for was not may ' +
  'will mark can has had one two new old out set get from with this that are but who now ' +
  'see time times test local localhost network domain host name names account accounts ' +
  'exchange online office outlook microsoft windows program program files appdata tracing ' +
  'data item items log logs trace history spooler true false none null error errors warning ' +
  'critical state status event events session policy policies global tag site build version ' +
  'endpoint presence contact contacts group groups call calls conference transport proxy ' +
  'registrar edge pool front end back owner root home shared share temp case bundle bundles ' +
  'standard input output zip evidence collected example enabled disabled value text type ' +
  'date day days hour hours minute minutes second seconds'
const COMMON_WORDS: ReadonlySet<string> = new Set(COMMON_WORD_LIST.split(' '))
export const isCommonWord = (word: string): boolean => COMMON_WORDS.has(word.toLowerCase())

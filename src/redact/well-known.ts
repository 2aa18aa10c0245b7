/**
 * Hosts that are the same for everybody: they say where something runs, and nothing about whose it
 * is.
 */
const PUBLIC = [
  'microsoft.com',
  'microsoftonline.com',
  'office.com',
  'office365.com',
  'office.net',
  'outlook.com',
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

/** Below these the label in front names the customer; the host still says that it is online. */
const TENANTS = [
  'mail.onmicrosoft.com',
  'onmicrosoft.com',
  'sharepoint.com',
  'mail.protection.outlook.com',
  'onmicrosoft.us',
]

const ends = (host: string, list: readonly string[]): string | undefined =>
  list.find(
    (end) => host === end || (host.endsWith(end) && host[host.length - end.length - 1] === '.'),
  )

/** The part of an online host that stays, when the labels in front of it name a customer. */
export const tenantSuffix = (host: string): string | undefined => ends(host, TENANTS)

export const isPublicHost = (host: string): boolean =>
  tenantSuffix(host) === undefined ? ends(host, PUBLIC) !== undefined : TENANTS.includes(host)

/** Labels that Skype for Business, Exchange and DNS prescribe: they say what a host is for. */
const SERVICES = new Set([
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
  SERVICES.has(label) || label.startsWith('_') || label === '*'

/**
 * Second levels under which a country registers: there the registered name is the third label from
 * the right.
 */
const SECOND_LEVEL = /^(?:co|com|org|net|ac|gov|edu|ltd|plc|or|ne|go|gob|gv)$/

/** How many labels from the right name who registered the domain. */
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
 * Last labels that make a dotted name a host, where nothing else says so. Those that are words or
 * endings of files need more labels.
 */
export const TOP_LEVEL_DOMAINS: ReadonlySet<string> = new Set(
  `${GENERIC} ${PRIVATE} ${COUNTRIES}`.split(' '),
)
export const WORD_LIKE_DOMAINS: ReadonlySet<string> = new Set(
  'int ad ac ai at be by co do id in is it me my no om rs us se si so th test home group online'.split(
    ' ',
  ),
)

/**
 * Names that are no one's in particular, and words of these logs: replaced where a pattern shows an
 * account, never as bare words.
 */
const COMMON =
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
const COMMON_WORDS: ReadonlySet<string> = new Set(COMMON.split(' '))
export const isCommonWord = (word: string): boolean => COMMON_WORDS.has(word.toLowerCase())

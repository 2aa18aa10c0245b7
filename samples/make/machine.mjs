// Builds the evidence of one user's machine. It is healthy by default; each case changes what is wrong
// on it.

import { ClientLog } from './client-log.mjs'
import {
  CURRENT,
  clickToRun,
  configuration,
  formatList,
  fullLogging,
  manifest,
  registry,
  tracerptCsv,
  utf16,
} from './exports.mjs'

export const minutes = (count) => count * 60_000
const EWS = 'https://mail.contoso.example/EWS/Exchange.asmx'

const inOrder = () => ({
  user: 'kim@contoso.example',
  mail: 'kim@contoso.example',
  signIn: Date.UTC(2016, 8, 20, 6, 2),
  collected: Date.UTC(2016, 8, 20, 8, 31),
  build: '16.0.7369.2038',
  rtc: 'RTC/6.0',
  ews: EWS,
  ewsStatus: 'EWS Status OK',
  recipient: 'alex@contoso.example',
  switches: { EnableOfflineIm: 'true', EnableIMAutoArchiving: 'true' },
  imConfiguration: { Identity: 'Global', EnableOfflineIm: 'True' },
  clientPolicy: { Identity: 'Global', EnableIMAutoArchiving: 'True', DisableSavingIM: 'False' },
  policyOfUser: '',
  serverVersion: '6.0.9319.272',
  channel: CURRENT,
  logging: fullLogging,
  drafts: 2,
  /** Seconds that each spooled item had waited at the collection. */
  spool: [40],
  /** [minutes after sign-in, level, text] of the client's trace. */
  events: [
    [12, 4, `EWS request CreateItem to ${EWS} answered HTTP/1.1 200 OK ResponseCode=NoError`],
  ],
  /** Seconds between the last record of the logs and the collection. */
  silentFor: 5,
})

function given(changes) {
  const of = { ...inOrder(), ...changes }
  return {
    agent: `UCCAPI/${of.build.replace(/\.\d+$/, '.5023')} OC/${of.build} (Skype for Business)`,
    ...of,
  }
}

/** @param {Record<string, any>} changes differences from a healthy machine */
export const machine = (changes = {}) => files(given(changes))

/** Builds only the client log of such a machine. */
export const logOf = (changes) => clientLog(given(changes))

/** Returns [time, level, text] of each event of its client trace. */
export const traceOf = (changes) => traceEvents(given(changes))

function files(of) {
  const spoolFolder = `sip_${of.user}\\History Spooler`
  const items = of.spool.map((waited, index) => [
    `${String(index + 1).padStart(8, '0')}.hist`,
    1180 + 37 * index,
    of.collected - waited * 1000,
  ])
  return {
    'Lync/Tracing/Lync-UccApi-0.UccApilog': clientLog(of),
    'Lync/Tracing/client-trace.csv': of.trace ?? clientTrace(of),
    ...Object.fromEntries(
      items.map(([name]) => [
        `Lync/sip_${of.user}/History Spooler/${name}`,
        'What is spooled is never read: these bytes are no message.\n',
      ]),
    ),
    'registry.reg': registry({
      ...of.logging,
      ...(of.clickToRun === false ? {} : clickToRun(of.build, of.channel)),
    }),
    'configuration-information.txt': configurationRows(of),
    'administrator/policies.txt': utf16(policies(of)),
    'administrator/exchange.txt': utf16(draftsFolder(of)),
    'spoolscope-manifest.json': manifest(of.collected, `Lync\\${spoolFolder}`, items),
  }
}

function clientLog(of) {
  const log = new ClientLog({ user: of.user, agent: of.agent, server: of.rtc })
  log.trace(of.signIn - 1200, 'CUccPlatform::Initialize')
  log.signIn(of.signIn)
  log.provisioning(of.signIn + 900, {
    endpointConfiguration: { EnableTracing: 'true', ...of.switches },
    ServerConfiguration: { ewsInternalUrl: of.ews },
  })
  const end = of.collected - of.silentFor * 1000
  const sent = Math.max(of.signIn + minutes(20), end - Math.max(60, ...of.spool) * 1000)
  log.quiet(of.signIn + minutes(1), sent)
  log.offlineMessage(sent, of.recipient)
  log.quiet(sent + 1000, end)
  log.trace(end, 'CSIPClientConnection::SendKeepAlive sent, outstanding 0')
  return log.toString()
}

const clientTrace = (of) => tracerptCsv(of.signIn, traceEvents(of))

function traceEvents(of) {
  const ordinary = (at) => [at, 4, 'CUIMain: idle task finished']
  const told = of.events.map(([after, level, text]) => [of.signIn + minutes(after), level, text])
  const idle = []
  for (let at = of.signIn; at < of.collected - of.silentFor * 1000; at += minutes(4))
    idle.push(ordinary(at))
  return [...told, ...idle, ordinary(of.collected - of.silentFor * 1000)].sort(
    ([left], [right]) => left - right,
  )
}

const configurationRows = (of) =>
  configuration([
    ['DG URL Internal', 'https://sip.contoso.example/groupexpansion/service.svc', '--'],
    ['EWS Internal URL', of.ews, '--'],
    ['EWS External URL', of.ews, '--'],
    ['Inside User Status', 'TRUE', '--'],
    ['Server Address Internal', 'sip.contoso.example', '--'],
    ['EWS Information', '', of.ewsStatus],
    ['MAPI Information', 'Exchange Server', 'MAPI Status OK'],
    ['Contact List Provider', 'Lync Server', '--'],
  ])

function policies(of) {
  const user = {
    SipAddress: `sip:${of.user}`,
    WindowsEmailAddress: of.mail,
    ClientPolicy: of.policyOfUser,
    HostingProvider: 'SRV:',
  }
  const server = {
    ComponentName: 'Skype for Business Server 2015, Front End Server',
    Version: of.serverVersion,
  }
  const configuration = of.imConfiguration
    ? formatList(['Get-CsImConfiguration', of.imConfiguration])
    : notRecognised('Get-CsImConfiguration')
  return `${configuration}\r\n${formatList(
    ['Get-CsClientPolicy', of.clientPolicy],
    [`Get-CsUser -Identity sip:${of.user}`, user],
    ['Get-CsServerPatchVersion', server],
  )}`
}

/** PowerShell's error for a cmdlet that the server does not have. */
const notRecognised = (cmdlet) =>
  [
    `PS C:\\> ${cmdlet}`,
    `${cmdlet} : The term '${cmdlet}' is not recognized as the name of a cmdlet, function, script file, or operable program.`,
    'Check the spelling of the name, or if a path was included, verify that the path is correct and try again.',
    'At line:1 char:1',
    `    + CategoryInfo          : ObjectNotFound: (${cmdlet}:String) [], CommandNotFoundException`,
    '    + FullyQualifiedErrorId : CommandNotFoundException',
    '',
  ].join('\r\n')

const draftsFolder = (of) =>
  formatList([
    `Get-MailboxFolderStatistics ${of.mail} -FolderScope Drafts`,
    {
      Name: 'Drafts',
      FolderPath: '/Drafts',
      FolderType: 'Drafts',
      ItemsInFolder: of.drafts,
      ItemsInFolderAndSubfolders: of.drafts,
      FolderSize: '41.5 KB (42,496 bytes)',
    },
  ])

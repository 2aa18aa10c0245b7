// The whole cases: a healthy one, and one for each kind of problem.

import { clientEtl } from './client-etl.mjs'
import { DEFERRED } from './exports.mjs'
import { logOf, machine, minutes, traceOf } from './machine.mjs'

const EWS = 'https://mail.contoso.example/EWS/Exchange.asmx'
const answered = (status, code) =>
  `EWS request CreateItem to ${EWS} answered HTTP/1.1 ${status} ResponseCode=${code}`

const stuck = {
  build: '16.0.6741.2056',
  channel: DEFERRED,
  spool: [7320, 4110, 3895, 1260, 305],
  silentFor: 20,
  events: [
    [28, 2, answered('503 Service Unavailable', 'ErrorServerBusy BackOffMilliseconds=300000')],
    [81, 2, answered('503 Service Unavailable', 'ErrorServerBusy BackOffMilliseconds=300000')],
    [128, 2, answered('500 Internal Server Error', 'ErrorMailboxStoreUnavailable')],
  ],
}

/** The story of `stuck-on-premises` as the client’s binary trace. */
export const stuckEtl = (kind) => clientEtl(kind, logOf(stuck), traceOf(stuck))

export const cases = {
  healthy: () => machine(),

  'stuck-on-premises': () => machine(stuck),

  /**
   * The same user a week later: another update channel and build, an empty spool, and an EWS that
   * accepts requests.
   */
  'stuck-on-premises-fixed': () =>
    machine({
      signIn: Date.UTC(2016, 8, 27, 6, 2),
      collected: Date.UTC(2016, 8, 27, 8, 31),
      spool: [],
      events: [28, 81, 128].map((after) => [after, 4, answered('200 OK', 'NoError')]),
    }),

  'offline-im-disabled': () =>
    machine({
      switches: { EnableOfflineIm: 'false', EnableIMAutoArchiving: 'true' },
      imConfiguration: { Identity: 'Site:Redmond', EnableOfflineIm: 'False' },
      spool: [],
    }),

  'auto-archiving-disabled': () =>
    machine({
      switches: { EnableOfflineIm: 'true', EnableIMAutoArchiving: 'false' },
      policyOfUser: 'NoArchiving',
      clientPolicy: {
        Identity: 'Tag:NoArchiving',
        EnableIMAutoArchiving: 'False',
        DisableSavingIM: 'True',
      },
      spool: [],
    }),

  'client-too-old': () => machine({ build: '16.0.6001.1078', channel: DEFERRED, spool: [] }),

  'windows-installer': () =>
    machine({
      build: '16.0.4417.1000',
      agent: 'UCCAPI/16.0.4417.1000 OC/16.0.4417.1000 (Skype for Business)',
      clickToRun: false,
      spool: [],
    }),

  'drafts-filling': () =>
    machine({
      build: '16.0.6868.2067',
      signIn: Date.UTC(2016, 5, 10, 6, 2),
      collected: Date.UTC(2016, 5, 10, 8, 31),
      serverVersion: '6.0.9319.259',
      drafts: 1843,
    }),

  'server-before-cu3': () =>
    machine({
      serverVersion: '6.0.9319.235',
      imConfiguration: undefined,
      switches: { EnableIMAutoArchiving: 'true' },
    }),

  'ews-unavailable': () => machine({ ewsStatus: 'EWS not deployed', ews: '', spool: [600, 480] }),

  'exchange-online-retired': () =>
    machine({
      user: 'kim@fabrikam.example',
      mail: 'kim@fabrikam.example',
      signIn: Date.UTC(2026, 10, 3, 6, 2),
      collected: Date.UTC(2026, 10, 3, 8, 31),
      build: '16.0.17928.20156',
      rtc: 'RTC/7.0',
      serverVersion: '7.0.2046.396',
      ews: 'https://outlook.office365.com/EWS/Exchange.asmx',
      recipient: 'alex@fabrikam.example',
      spool: [900],
    }),

  'mail-domain-differs': () => machine({ mail: 'kim@mail.fabrikam.example' }),

  'federated-recipient': () => machine({ recipient: 'robin@fabrikam.example' }),

  'logs-that-prove-little': () => {
    const collected = Date.UTC(2016, 8, 20, 8, 31)
    const undecoded = Array.from({ length: 40 }, (_, index) => {
      const at = new Date(collected - minutes(60 - index)).toISOString()
      const stamp = `${at.slice(5, 7)}/${at.slice(8, 10)}/${at.slice(0, 4)}-${at.slice(11, 23)}`
      return `[0]1A2C.09F4::${stamp} [Unknown]Unknown( ${10 + (index % 7)}): GUID=6e2e47dc-bb3c-4d4e-a0dd-0c1f1b0f2a11 (No Format Information found).`
    })
    return {
      ...machine({
        collected,
        silentFor: 5400,
        logging: {
          'HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Lync': {
            EnableTracing: 1,
            EnableLogCollecting: 0,
            TracingLevel: 'LIGHT',
          },
        },
        spool: [1800, 90],
      }),
      'Lync/Tracing/FmtFile.txt': `${undecoded.join('\r\n')}\r\n`,
    }
  },

  /** Two people share the machine, each with their own problem. */
  'two-users': () => ({
    ...machine({
      user: 'alex@contoso.example',
      mail: 'alex@contoso.example',
      recipient: 'kim@contoso.example',
      spool: [3600, 20],
    }),
    'Lync/Tracing/Lync-UccApi-1.UccApilog': logOf({
      recipient: 'alex@contoso.example',
      switches: { EnableOfflineIm: 'true', EnableIMAutoArchiving: 'false' },
      signIn: Date.UTC(2016, 8, 20, 4, 30),
      collected: Date.UTC(2016, 8, 20, 5, 55),
    }),
  }),
}

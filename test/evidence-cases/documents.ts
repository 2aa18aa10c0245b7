import { lines, utf16 } from './contents.ts'
import type { EvidenceKind, ExpectedCase } from './expected-case.ts'

/** A document that cannot be read: it is named, with the step that makes it readable. */
const named = (file: string, ...notes: readonly string[]): ExpectedCase => ({
  flagged: [],
  isUnread: true,
  facts: { users: null, clientBuild: null, offlineIm: null },
  inputs: { [file]: { status: 'not-recognised', records: 0, notes } },
})
/** An archive that has to be unpacked first: nothing is flagged, and no check passes. */
const packed = (file: string, ...notes: readonly string[]): ExpectedCase => ({
  ...named(file),
  inputs: { [file]: { status: 'unreadable', records: 0, notes } },
})

const imOff: ExpectedCase = { flagged: ['offline-im-disabled'], facts: { offlineIm: 'off' } }

const event = (file: string, date: string): ExpectedCase => ({
  flagged: [],
  notChecked: ['ews-unavailable'],
  facts: { ewsState: null, mailboxLocation: null },
  inputs: { [file]: { format: 'event-text', status: 'read', unreadable: 0, from: date } },
})

const DESCRIPTION = [
  'Storage Service had an EWS Autodiscovery failure.',
  'UnsupportedStoreException: code=ErrorIncorrectExchangeServerVersion, reason=GetUserSettings failed, smtpAddress=kim@contoso.example, Autodiscover Uri=https://autodiscover.contoso.example/autodiscover/autodiscover.svc',
]

export const documents: readonly EvidenceKind[] = [
  {
    folder: 'event-log-text',
    variants: {
      wevtutil: {
        ...event('app.txt', '2026-09-16T04:52:28.123Z'),
        inputs: {
          'app.txt': {
            format: 'event-text',
            status: 'read',
            records: 2,
            unreadable: 0,
            from: '2026-09-16T04:52:28.123Z',
            to: '2026-09-16T04:53:28.123Z',
          },
        },
      },
      'event-viewer-copy': event('event.txt', '2026-09-16T04:52:28.000Z'),
    },
    made: {
      'Event Viewer, Spanish': {
        ...event('event.txt', '2026-09-16T16:52:28.000Z'),
        files: {
          'event.txt': lines(
            'Nombre de registro:Lync Server',
            'Origen:        LS Storage Service',
            'Fecha:         16/09/2026 16:52:28',
            'Id. del evento:32054',
            'Categoría de la tarea:(4006)',
            'Nivel:         Error',
            'Palabras clave:Clásico',
            'Usuario:       No disponible',
            'Equipo:        FE01.contoso.example',
            'Descripción:',
            ...DESCRIPTION,
          ),
        },
      },
      'Event Viewer, American': {
        ...event('event.txt', '2026-09-16T16:52:28.000Z'),
        files: {
          'event.txt': lines(
            'Log Name:      Lync Server',
            'Source:        LS Storage Service',
            'Date:          9/16/2026 4:52:28 PM',
            'Event ID:      32054',
            'Task Category: (4006)',
            'Level:         Error',
            'Keywords:      Classic',
            'User:          N/A',
            'Computer:      FE01.contoso.example',
            'Description:',
            ...DESCRIPTION,
          ),
        },
      },
      'wevtutil with seven decimals, UTF-16': {
        ...event('app.txt', '2026-09-16T04:52:28.123Z'),
        files: {
          'app.txt': utf16(
            lines(
              'Event[0]',
              '  Log Name: Lync Server',
              '  Source: LS Storage Service',
              '  Date: 2026-09-16T04:52:28.1230000Z',
              '  Event ID: 32054',
              '  Task: N/A',
              '  Level: Error',
              '  Opcode: N/A',
              '  Keyword: Classic',
              '  User: N/A',
              '  User Name: N/A',
              '  Computer: FE01.contoso.example',
              '  Description: ',
              ...DESCRIPTION,
              '',
            ),
          ),
        },
      },
    },
  },
  {
    folder: 'documents',
    variants: {
      '7z': packed('logs.7z', '7z x'),
      pdf: named('out.pdf', 'PDF'),
      png: named('screen.png', 'picture'),
      msg: named('mail.msg', 'Outlook'),
      evtx: named('app.evtx', 'wevtutil', '/f:'),
      docx: imOff,
      rtf: imOff,
      // The text of the mail says that the switch is off. The log attached to it shows that the
      // server told this client otherwise at its sign-in, which counts.
      eml: {
        flagged: ['client-build-too-old-for-on-premises-mailbox'],
        facts: {
          offlineIm: 'differs',
          mailboxLocation: 'on-premises',
          users: 'kim@contoso.example',
          clientBuild: '16.0.6741.2056',
          server: 'Skype for Business Server 2015',
          lastSignIn: '2016-09-20T06:02:00.460Z',
        },
      },
    },
    made: {
      'another archive': {
        ...packed('logs.rar', 'RAR'),
        files: { 'logs.rar': Buffer.from('526172211a0701003392b5e50a010506', 'hex') },
      },
      'a photo': {
        ...named('screen.jpg', 'picture'),
        files: {
          'screen.jpg': Buffer.concat([
            Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
            Buffer.alloc(64),
            Buffer.from('ffd9', 'hex'),
          ]),
        },
      },
      'a document with the wrong name': {
        ...named('log.txt', 'PDF'),
        files: { 'log.txt': '%PDF-1.7\n%\u00e2\u00e3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF' },
      },
      'an old Word document': {
        ...named('out.doc', 'Word'),
        files: {
          'out.doc': Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504)]),
        },
      },
    },
  },
]

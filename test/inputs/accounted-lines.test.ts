import { describe, expect, it } from 'vitest'
import { readArchive } from '../support/archives/read-archive.ts'

const read = (lines: readonly string[], name = 'a.txt') =>
  readArchive(Buffer.from(lines.join('\n')), { name })

const NOTIFY = [
  'BENOTIFY sip:kim@contoso.example SIP/2.0',
  'From: <sip:kim@contoso.example>',
  'To: <sip:kim@contoso.example>',
  'Call-ID: 1',
  'CSeq: 1 BENOTIFY',
  'Content-Type: application/vnd-microsoft-roaming-provisioning-v2+xml',
]
const inBand = (name: string, value: string) => {
  const at = '02/13/2016|10:11:12.123 1A2C:9f4 INFO  ::'
  const body = `<provisionGroupList><provisionGroup name="endpointConfiguration"><property name="${name}">${value}</property></provisionGroup></provisionGroupList>`
  return [
    `${at} Data Received -192.0.2.20:443 1 bytes:`,
    `${at} ${NOTIFY.join('\n')}`,
    `Content-Length: ${body.length}`,
    '',
    body,
    `${at} End of Data Received -192.0.2.20:443 1 bytes`,
    '',
  ]
}

describe('a switch whose value is not understood', () => {
  it.each<readonly [string, string, number, readonly string[]]>([
    [
      'a list',
      'EnableIMAutoArchiving',
      2,
      ['Identity : Global', 'EnableIMAutoArchiving : FALSCH?'],
    ],
    [
      'a table',
      'EnableIMAutoArchiving',
      3,
      ['Identity EnableIMAutoArchiving', '-------- ---------------------', 'Global   FALSCH?'],
    ],
    ['CSV', 'EnableIMAutoArchiving', 2, ['Identity,EnableIMAutoArchiving', 'Global,FALSCH?']],
    ['JSON', 'EnableOfflineIm', 2, ['{"Identity": "Global",', '"EnableOfflineIm": "FALSCH?"}']],
    [
      'in-band provisioning',
      'EnableIMAutoArchiving',
      2,
      inBand('EnableIMAutoArchiving', 'FALSCH?'),
    ],
    ['in-band provisioning', 'EnableOfflineIm', 2, inBand('EnableOfflineIm', 'FALSCH?')],
  ])('in %s is counted and never becomes a verdict: %s', async (_, name, line, lines) => {
    const { inputs, report } = await read(lines)
    expect(inputs[0]?.damage).toEqual([
      { line, reason: `“FALSCH?” for ${name} is not understood as True or False` },
    ])
    for (const { rule, status } of report.verdicts)
      if (['auto-archiving-disabled', 'offline-im-disabled'].includes(rule))
        expect(status, rule).toBe('not-checked')
  })
})

describe('the lines of a carried text', () => {
  const double = (lines: readonly string[]) => ['', '', ...lines.flatMap((line) => [line, ''])]

  it('that are not understood have the numbers of the input', async () => {
    const lines = ['Identity : Global', 'EnableOfflineIm : False', 'Regards to all', 'Kim', 'x']
    const { inputs } = await read(double(lines))
    expect(inputs[0]?.notes).toContain('3 lines were not understood: 7, 9, 11')
  })

  it('that are damaged have the numbers of the input', async () => {
    const { inputs } = await read(double(['Identity : Global', 'EnableOfflineIm : maybe', 'x : y']))
    expect(inputs[0]?.damage.map(({ line }) => line)).toEqual([5])
  })

  it('that prove a time zone have the numbers of the input', async () => {
    const at = '02/13/2016|10:11:12.123 1A2C:9f4 INFO  ::'
    const packet = [
      `${at} Data Received -192.0.2.20:443 1 bytes:`,
      `${at} SIP/2.0 200 OK`,
      'Date: Sat, 13 Feb 2016 08:11:12 GMT',
      '',
      `${at} End of Data Received -192.0.2.20:443 1 bytes`,
      '',
    ]
    const quoted = ['On Tue kim wrote:', '', ...packet.map((line) => `> ${line}`)]
    const { inputs } = await read(quoted)
    expect(inputs[0]?.notes.join()).toContain('the Date header of a received packet in line 5')
  })

  it('that a note names have the numbers of the input', async () => {
    const { inputs } = await read(double(['EnableIMAutoArchiving : True', 'A : b', 'C : d']))
    expect(inputs[0]?.notes.join()).toContain('The client policy in line 3 has no Identity')
  })
})

describe('lines around a document', () => {
  const CLIXML = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj><MS>',
    '<S N="Identity">Global</S><B N="EnableOfflineIm">false</B></MS></Obj></Objs>',
  ]
  it.each<readonly [string, readonly string[]]>([
    ['a list', ['', 'Identity : Global', 'EnableOfflineIm : False', '']],
    ['a table', ['Identity EnableOfflineIm', '-------- ---------------', 'Global   False', '']],
    ['JSON', ['{"Identity": "Global",', '"EnableOfflineIm": false}', '', 'PS C:\\> exit']],
    ['Clixml', CLIXML],
    [
      'a listing',
      [
        ' Volume in drive C is OSDisk',
        ' Directory of C:\\Lync\\sip_kim@contoso.example\\History Spooler',
        '',
        '06/14/2016  01:55 PM             1,834 0001.hist',
        '               1 File(s)          1,834 bytes',
        '               0 Dir(s)  117,726,687,232 bytes free',
      ],
    ],
    ['Configuration Information', ['EWS Information;EWS Status OK;;', 'GAL Status;;ok;', '']],
  ])('are counted: %s', async (_, lines) => {
    const { inputs } = await read(['This is what Lee sent', '', ...lines, '', 'Regards, Kim'])
    const last = lines.length + 4
    expect(inputs[0]?.notes).toContain(`2 lines were not understood: 1, ${last}`)
    expect(inputs[0]).toMatchObject({ status: 'read', unreadable: 0 })
  })
})

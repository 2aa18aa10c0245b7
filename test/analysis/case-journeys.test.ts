import { expect, it } from 'vitest'
import { buildCaseReport } from '../../src/analysis/case-report.ts'
import { Engine } from '../../src/analysis/engine.ts'
import { reportedEvidence } from '../../src/evidence/index.ts'
import { minutes, seconds } from '../../src/model/duration.ts'
import { clientLog } from '../../src/parsers/client-log/client-log.ts'
import { rules } from '../../src/rules/index.ts'
import { NOON, spoolItem, tick } from '../support/observations.ts'
import { readText } from '../support/read-text.ts'

const KIM = 'kim@contoso.example'
const EWS = 'https://mail.contoso.example/EWS/Exchange.asmx'

/** Builds the text of a client log. Times are in UTC. */
class Log {
  text = ''

  trace(at: number, message: string): void {
    const time = new Date(at).toISOString()
    this.text += `${time.slice(5, 7)}/${time.slice(8, 10)}/${time.slice(0, 4)}|${time.slice(11, 23)} 1A2C:9F4 INFO  :: ${message}\r\n`
  }

  packet(
    at: number,
    direction: 'Sending Packet' | 'Data Received',
    startLine: string,
    headers: readonly string[],
    body = '',
  ): void {
    const message = [startLine, ...headers, `Content-Length: ${body.length}`, '', body].join('\r\n')
    const side = direction === 'Sending Packet' ? 'From' : 'To'
    const title = `${direction} - 192.0.2.20:443 (${side} Local Address: 192.0.2.10:51241) ${message.length} bytes`
    this.trace(at, `${title}:`)
    this.trace(at, message)
    this.trace(at, `End of ${title}`)
  }
}

/** Adds a request to `recipient`, and the response of the server 300 ms later. */
function addExchange(
  log: Log,
  at: number,
  recipient: string,
  call: string,
  conversation: string,
  status: string,
  method = 'INVITE',
) {
  const parties = [
    `From: <sip:${KIM}>;tag=a${call}`,
    `To: <sip:${recipient}>`,
    `Call-ID: ${call}`,
    `CSeq: 1 ${method}`,
  ]
  log.packet(
    at,
    'Sending Packet',
    `${method} sip:${recipient} SIP/2.0`,
    [...parties, `Ms-Conversation-ID: ${conversation}`],
    'What was written',
  )
  log.packet(at + 300, 'Data Received', `SIP/2.0 ${status}`, parties)
}

it('separates two interleaved conversations, using the ids in their packets', () => {
  const log = new Log()
  addExchange(
    log,
    NOON,
    'lee@contoso.example',
    'call-1',
    'AdKCt6xl6HOex5lgSXKtavry',
    '480 Temporarily Unavailable',
  )
  addExchange(
    log,
    NOON + seconds(5),
    'ada@contoso.example',
    'call-2',
    'BeLDu7ym7IPfy6mhTYLubwsz',
    '480 Temporarily Unavailable',
  )
  addExchange(
    log,
    NOON + seconds(20),
    'lee@contoso.example',
    'call-3',
    'AdKCt6xl6HOex5lgSXKtavry',
    '200 OK',
    'MESSAGE',
  )
  log.trace(
    NOON + seconds(30),
    `EWS request CreateItem to ${EWS} MessageDisposition=SendAndSaveCopy`,
  )
  log.trace(
    NOON + seconds(31),
    `EWS request CreateItem to ${EWS} answered ResponseCode=ErrorServerBusy`,
  )
  const engine = new Engine({ rules, evidence: reportedEvidence })
  const { observations } = readText(clientLog, log.text)
  const spooled = [tick(NOON + minutes(5)), spoolItem(NOON + seconds(6), { name: '1.hist' })]
  for (const observation of [...observations, ...spooled]) engine.observe(observation)
  const { journeys } = buildCaseReport({ id: 'case', engine, inputs: [] })
  expect(
    journeys?.map(({ key, recipient, steps }) => [
      key,
      recipient,
      steps.map(({ stage, by }) => `${stage} ${by ?? ''}`),
    ]),
  ).toEqual([
    [
      'call-1',
      'lee@contoso.example',
      ['sent ', 'recipient-offline call-id', 'sent conversation-id', 'reached call-id'],
    ],
    [
      'call-2',
      'ada@contoso.example',
      [
        'sent ',
        'recipient-offline call-id',
        'spooled time',
        'picked-up time',
        'ews-answered time',
        'stuck item',
      ],
    ],
  ])
  const lines = journeys?.flatMap(({ steps }) =>
    steps.map(({ source }) => log.text.split('\r\n')[(source.line ?? 0) - 1]),
  )
  expect(lines?.[2]).toContain('MESSAGE sip:lee@contoso.example')
  expect(JSON.stringify(journeys)).not.toContain('What was written')
})

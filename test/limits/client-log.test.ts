import { expect } from 'vitest'
import { firstSentMarker } from '../../src/model/marker.ts'
import { clientLog } from '../../src/parsers/client-log/client-log.ts'
import { keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { packetLog } from '../support/packet-log.ts'
import { readBytes } from '../support/read-bytes.ts'

const USER = 'kim@contoso.example'
const START = Date.UTC(2016, 5, 14, 10)

limitTest('parsers/client-log/client-log-packet.ts MAX_QUOTED_PACKETS', {
  at: (value) => expect(readQuoting(value)).toEqual({ records: 4, damage: undefined }),
  beyond: (value) =>
    expect(readQuoting(value + 1)).toEqual({
      records: 6 + value,
      damage: expect.stringContaining('Content-Length is'),
    }),
})

/** The records of a log whose second packet quotes so many others, and the damage of that packet. */
function readQuoting(count: number) {
  const prefix = '06/14/2016|09:00:00.000 1A2C:9F4 INFO  :: '
  const quoted = [
    'look at this:',
    // Content-Length has to tell this line from the end of the packet.
    `${prefix}End of Sending Packet - 192.0.2.20:443`,
    ...Array.from({ length: count }, () => `${prefix}Sending Packet - 192.0.2.20:443`),
  ]
  const log = packetLog(USER, START)
  log.trace('first')
  log.sent('INFO sip:lee@contoso.example SIP/2.0', 'INFO', USER, {}, quoted.join('\r\n'))
  const { observations, tally } = readBytes(clientLog, log.text())
  const [packet] = observations.flatMap((found) => (found.kind === 'sip' ? [found] : []))
  return { records: tally.records, damage: packet?.message.damage }
}

keepsTest('parsers/client-log/client-log.ts MAX_SENT_PACKETS', (count) => {
  const log = packetLog(USER, START)
  for (let at = 0; at < count; at += 1)
    log.sent('BYE sip:lee@contoso.example SIP/2.0', 'BYE', 'lee@contoso.example')
  const { observations, tally } = readBytes(clientLog, log.text(), { markers: [firstSentMarker] })
  expect(tally.records).toBe(3 * count)
  return observations.filter((found) => found.kind === 'sip' && found.isFirstSent).length
})

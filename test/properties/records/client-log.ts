import { type LogItem, printed } from './log-item.ts'
import { packetText } from './sip-packet.ts'

const PEER = {
  sent: '- 192.0.2.20:443 (From Local Address: 192.0.2.10:51241)',
  received: '-192.0.2.20:443 (To Local Address: 192.0.2.10:51241)',
}
const LEVELS = ['INFO ', 'TRACE', 'WARN ', 'ERROR', 'fatal']

function prefix({ at, odd }: LogItem): string {
  const { usDate, time, milliseconds } = printed(at)
  const fraction = odd === 1 ? '' : odd === 2 ? `.${milliseconds}4567` : `.${milliseconds}`
  return `${odd === 3 ? '02/31/2016' : usDate}|${time}${fraction} 1A2C:2B3C ${LEVELS[odd % LEVELS.length]} ::${odd === 4 ? '' : ' '}`
}

function packetOf(item: LogItem): string {
  const { sent, odd, packet } = item
  const what = sent ? 'Sending Packet ' : 'Data Received '
  const peer = PEER[sent ? 'sent' : 'received']
  const start = prefix(item)
  const message = packetText(packet)
  const end = `${start}End of ${odd === 7 ? 'Sending Packet ' : what}${peer} 1 bytes\n`
  const between = odd === 9 ? `${start}a record of another thread\n` : ''
  return `${odd === 8 ? '' : `${start}${what}${peer} 1 bytes:\n`}${start}${message}${odd === 12 ? '\n\n' : odd === 13 ? '' : '\n'}${between}${odd === 10 || odd === 11 ? '' : end}`
}

export const clientLogOf = (items: readonly LogItem[]): string =>
  items
    .map((item) => {
      if (item.kind === 'sip') return packetOf(item)
      return item.kind === 'stray' ? `${item.text}\n` : `${prefix(item)}${item.text}\n`
    })
    .join('')

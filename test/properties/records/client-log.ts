import { type LogItem, printed } from './log-item.ts'
import { packetText } from './sip-packet.ts'

const PEER = {
  sent: '- 192.0.2.20:443 (From Local Address: 192.0.2.10:51241)',
  received: '-192.0.2.20:443 (To Local Address: 192.0.2.10:51241)',
}
const LEVELS = ['INFO ', 'TRACE', 'WARN ', 'ERROR', 'fatal']

function prefix({ at, variant }: LogItem): string {
  const { usDate, time, milliseconds } = printed(at)
  const fraction = variant === 1 ? '' : variant === 2 ? `.${milliseconds}4567` : `.${milliseconds}`
  return `${variant === 3 ? '02/31/2016' : usDate}|${time}${fraction} 1A2C:2B3C ${LEVELS[variant % LEVELS.length]} ::${variant === 4 ? '' : ' '}`
}

function packetOf(item: LogItem): string {
  const { sent, variant, packet } = item
  const title = sent ? 'Sending Packet ' : 'Data Received '
  const peer = PEER[sent ? 'sent' : 'received']
  const start = prefix(item)
  const message = packetText(packet)
  const end = `${start}End of ${variant === 7 ? 'Sending Packet ' : title}${peer} 1 bytes\n`
  const between = variant === 9 ? `${start}a record of another thread\n` : ''
  return `${variant === 8 ? '' : `${start}${title}${peer} 1 bytes:\n`}${start}${message}${variant === 12 ? '\n\n' : variant === 13 ? '' : '\n'}${between}${variant === 10 || variant === 11 ? '' : end}`
}

export const clientLogOf = (items: readonly LogItem[]): string =>
  items
    .map((item) => {
      if (item.kind === 'sip') return packetOf(item)
      return item.kind === 'stray' ? `${item.text}\n` : `${prefix(item)}${item.text}\n`
    })
    .join('')

import { type LogItem, printed } from './log-item.ts'
import { packetText } from './sip-packet.ts'

function prefix({ at, odd }: LogItem): string {
  const { usDate, isoDate, time, milliseconds } = printed(at)
  const day =
    odd === 1
      ? `${isoDate} ${time}.${milliseconds}456700`
      : odd === 2
        ? `${isoDate.replaceAll('-', '/')}-${time}.${milliseconds}`
        : `${usDate}-${time}.${milliseconds}`
  const provider = odd === 5 ? '' : odd === 6 ? '[Unknown]' : '[Contoso-Messaging]'
  return `[1]5FEC.0E48::${odd === 3 ? '02/31/2016-25:00:00.000' : day} ${provider}${odd % 2 === 0 ? ' ' : ''}`
}

/** Words in front of a SIP message; some exporters indent it or put it in quotes. */
export function embedded({ sent, odd, packet }: LogItem): string {
  const before =
    odd === 14 ? '' : `${sent ? 'Sending' : 'Received'} packet${odd === 8 ? ' "' : '\n'}`
  const indent = odd === 9 ? '  ' : odd === 10 ? '\t' : ''
  return `${before}${indent}${packetText(packet)}`
}

const UNDECODED =
  'Unknown( 34): GUID=ce1dbfb4-137e-4da6-87b0-3f59aa102cbc (No Format Information found).'

export const tracefmtTextOf = (items: readonly LogItem[]): string =>
  items
    .map((item) => {
      if (item.kind === 'stray') return `${item.text}\n`
      return `${prefix(item)}${item.kind === 'sip' ? embedded(item) : item.kind === 'undecoded' ? UNDECODED : item.text}\n`
    })
    .join('')

import { type LogItem, printed } from './log-item.ts'
import { packetText } from './sip-packet.ts'

function prefix({ at, variant }: LogItem): string {
  const { usDate, isoDate, time, milliseconds } = printed(at)
  const day =
    variant === 1
      ? `${isoDate} ${time}.${milliseconds}456700`
      : variant === 2
        ? `${isoDate.replaceAll('-', '/')}-${time}.${milliseconds}`
        : `${usDate}-${time}.${milliseconds}`
  const provider = variant === 5 ? '' : variant === 6 ? '[Unknown]' : '[Contoso-Messaging]'
  return `[1]5FEC.0E48::${variant === 3 ? '02/31/2016-25:00:00.000' : day} ${provider}${variant % 2 === 0 ? ' ' : ''}`
}

/** A SIP message with text before it. Some exporters indent or quote the message. */
export function embedded({ sent, variant, packet }: LogItem): string {
  const before =
    variant === 14 ? '' : `${sent ? 'Sending' : 'Received'} packet${variant === 8 ? ' "' : '\n'}`
  const indent = variant === 9 ? '  ' : variant === 10 ? '\t' : ''
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

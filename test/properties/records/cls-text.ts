import { type LogItem, printed } from './log-item.ts'

const LEVELS = ['INFO', 'WARN', 'ERROR', 'NOISE', 'VERBOSE', 'FATAL', 'Q']

function prefix({ at, variant }: LogItem, flag: string): string {
  const { usDate, time, milliseconds } = printed(at)
  const place = variant % 2 === 0 ? '[sfbpool\\sfbfe1]' : '[0]'
  return `TL_${LEVELS[variant % LEVELS.length]}(${flag}) ${place}0584.0A44::${variant === 3 ? '02/31/2016' : usDate}-${time}.${milliseconds}${variant === 5 ? '' : '.0000773E'}`
}

const PROTOCOL =
  '(SIPStack,SIPAdminLog::ProtocolRecord::Flush:ProtocolRecord.cpp(265)) [156659184] $$begin_record'

function block(item: LogItem): string {
  const { sent, variant, packet } = item
  const direction = sent ? 'outgoing;source="local"' : 'incoming'
  const component = variant === 7 ? PROTOCOL.replace('SIPStack', 'UccApi') : PROTOCOL
  const end = variant === 10 ? '' : '$$end_record\n'
  const body = variant === 11 ? '' : `Message-Body: ${packet.body}${variant === 12 ? '\n' : ''}\n`
  return `${prefix(item, 'TF_PROTOCOL')} ${component}\nInstance-Id: 1A2B\nDirection: ${direction}\nStart-Line: ${packet.startLine}\n${packet.headers.join('\n')}\n${body}${end}${variant === 9 ? '' : '\n'}`
}

export const clsTextOf = (items: readonly LogItem[]): string =>
  items
    .map((item) => {
      if (item.kind === 'sip') return block(item)
      if (item.kind === 'stray') return `${item.text}\n`
      const correlation =
        item.variant === 6
          ? '( 00000000028FDD70 ) '
          : item.variant === 8
            ? '[2003888399] $$begin_record\n'
            : ''
      const component =
        item.variant === 13
          ? ''
          : ' (UserServices,CUserContext::CheckPolicy:usercontext.cpp(1412)) '
      return `${prefix(item, 'TF_COMPONENT')}${component}${correlation}${item.text}\n${item.variant === 8 ? '$$end_record\n' : ''}`
    })
    .join('')

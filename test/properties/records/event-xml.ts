import { type LogItem, printed } from './log-item.ts'
import { packetText } from './sip-packet.ts'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const inAttributes = (text: string): string => escaped(text).replaceAll('"', '&quot;')

function system({ at, variant }: LogItem): string {
  const { isoDate, time, milliseconds } = printed(at)
  const zone = variant === 1 ? '+01:59' : 'Z'
  const stamp =
    variant === 3 ? '2016-02-31T25:00:00Z' : `${isoDate}T${time}.${milliseconds}000000${zone}`
  const quote = variant === 2 ? "'" : '"'
  return `<System><Provider Name="Contoso-Messaging" Guid="{9a1f2c3d-0000-4000-8000-000000000001}" /><EventID>41</EventID><Level>${variant % 6}</Level><TimeCreated SystemTime=${quote}${stamp}${quote} /><Execution ProcessID="6700" ThreadID="11068" /></System>`
}

function content(item: LogItem): string {
  const { kind, variant, sent, packet } = item
  if (kind === 'undecoded')
    return variant % 2 === 0
      ? '<BinaryEventData>0100FF00AA00</BinaryEventData>'
      : '<DebugData><Message>Unknown( 34): GUID=x (No Format Information found).</Message></DebugData>'
  const plain = kind === 'sip' ? packetText(packet) : item.text
  const text =
    variant === 4
      ? inAttributes(plain)
      : variant === 5
        ? plain
        : variant === 6
          ? `<![CDATA[${plain}]]>`
          : escaped(plain)
  const direction = `<Data Name="Direction">${sent ? 'Sending' : 'Received'}</Data>`
  if (variant === 8)
    return `<BinaryEventData>0100${Buffer.from(plain, 'utf16le').toString('hex').toUpperCase()}0000</BinaryEventData>`
  if (variant === 9) return `<EventPayload>${Buffer.from(plain).toString('hex')}00</EventPayload>`
  if (variant === 10)
    return `<RenderingInfo Culture="en-US"><Message>${text}</Message></RenderingInfo>`
  if (variant === 11)
    return `<DebugData><LevelName>TL_WARN</LevelName><Component>UccApi</Component><Message>${text}</Message></DebugData>`
  if (variant === 12) return `<EventData>${direction}<Data>\n  ${text}\n</Data></EventData>`
  if (variant === 13)
    return `<UserData><Autodiscover><Url>${text}</Url><Status>401</Status></Autodiscover></UserData>`
  return `<EventData>${direction}<Data Name="Text">${text}</Data></EventData>`
}

const NAMESPACE = 'xmlns="http://schemas.microsoft.com/win/2004/08/events/event"'

export const eventXmlOf = (items: readonly LogItem[]): string => {
  const events = items.map((item) => {
    if (item.kind === 'stray') return `${escaped(item.text)}\n`
    const open = item.variant === 14 ? '<Event>' : `<Event ${NAMESPACE}>`
    return `${open}${item.variant % 2 === 0 ? '\n' : ''}${system(item)}\n${content(item)}${item.variant === 15 ? '' : '</Event>'}\n`
  })
  return `<Events>\n${events.join('')}</Events>\n`
}

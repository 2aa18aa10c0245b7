import { defined } from '../../model/defined.ts'
import type { TraceEvent } from '../../model/trace-event.ts'
import { readXml } from '../shared/read-xml.ts'
import { levelOfName, levelOfNumber } from '../shared/trace-level.ts'
import { containsSipMessage } from '../sip/embedded-sip.ts'

type DecodedEvent = Omit<TraceEvent, 'at' | 'ticks'>

/**
 * Decodes one `<Event>` element. `payload` is the text in its binary data. It follows the message,
 * because a message must not hide it.
 */
export function decodeXmlEvent(xml: string, payload: string): DecodedEvent {
  const parts = new Map<string, string>()
  const data: string[] = []
  let sip: string | undefined
  const open: { name: string; label: string; leaf: boolean; text: string }[] = []
  const setPart = (name: string, value: string | undefined) => {
    if (value !== undefined && value.trim() !== '' && !parts.has(name))
      parts.set(name, value.trim())
  }
  readXml(xml, {
    open(name, attributes) {
      const parent = open.at(-1)
      if (parent) parent.leaf = false
      open.push({
        name,
        label: attributes.name ?? (name === 'data' ? '' : name),
        leaf: true,
        text: '',
      })
      if (parent?.name !== 'system') return
      if (name === 'provider') setPart('provider', attributes.name || attributes.guid)
      if (name !== 'execution') return
      setPart('pid', attributes.processid)
      setPart('tid', attributes.threadid)
    },
    text(part) {
      const current = open.at(-1)
      if (current) current.text += part
    },
    close() {
      const closed = open.pop()
      if (!closed?.leaf) return
      const section = open[1]?.name ?? ''
      if (section === 'eventdata' || section === 'userdata') {
        const value = closed.text.trim()
        if (sip === undefined && containsSipMessage(value)) sip = value
        else if (value !== '') data.push(closed.label === '' ? value : `${closed.label}=${value}`)
      } else setPart(`${section}/${closed.name}`, closed.text)
    },
  })
  const component = [parts.get('debugdata/component'), parts.get('debugdata/function')].filter(
    (part) => part !== undefined,
  )
  const level =
    levelOfName(parts.get('debugdata/levelname')) ??
    levelOfNumber(Number(parts.get('system/level')))
  const provider = parts.get('provider')
  const description = [parts.get('renderinginfo/task'), parts.get('renderinginfo/opcode')].filter(
    (part) => part !== undefined,
  )
  return {
    ...defined({
      pid: parseId(parts.get('pid')),
      tid: parseId(parts.get('tid')),
      level,
      component: component.length === 0 ? undefined : component.join('::'),
      provider,
    }),
    message: joinMessage(
      // The data beside a SIP message tell its direction.
      (sip && `${data.join('; ')}\n${sip}`) ??
        parts.get('debugdata/message') ??
        parts.get('renderinginfo/message') ??
        data.join('; '),
      payload.trim(),
      description.join(' '),
    ),
  }
}

/** The message and the text of the binary data; the description when there is neither. */
function joinMessage(message: string, payload: string, description: string): string {
  if (message === '' || payload === '') return message || payload || description
  // A SIP message continues to the end of the text.
  return containsSipMessage(message) ? `${payload}\n${message}` : `${message}\n${payload}`
}

/** Undefined for 4294967295, which means an unknown process or thread. */
function parseId(text: string | undefined): number | undefined {
  const id = Number(text)
  return Number.isInteger(id) && id >= 0 && id < 0xffff_ffff ? id : undefined
}

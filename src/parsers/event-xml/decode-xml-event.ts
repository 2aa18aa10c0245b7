import { defined } from '../../model/defined.ts'
import type { TraceEvent } from '../../model/trace-event.ts'
import { readXml } from '../shared/read-xml.ts'
import { levelOfName, levelOfNumber } from '../shared/trace-level.ts'
import { containsSipMessage } from '../sip/embedded-sip.ts'

type DecodedEvent = Omit<TraceEvent, 'at' | 'ticks'>

/**
 * One `<Event>` element. `payload` is the text found in its binary data, which stands in where
 * there is no message.
 */
export function decodeXmlEvent(xml: string, payload: string): DecodedEvent {
  const parts = new Map<string, string>()
  const data: string[] = []
  let sip: string | undefined
  const open: { name: string; label: string; leaf: boolean; text: string }[] = []
  const keep = (name: string, value: string | undefined) => {
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
      if (name === 'provider') keep('provider', attributes.name || attributes.guid)
      if (name !== 'execution') return
      keep('pid', attributes.processid)
      keep('tid', attributes.threadid)
    },
    text(piece) {
      const current = open.at(-1)
      if (current) current.text += piece
    },
    close() {
      const closed = open.pop()
      if (!closed?.leaf) return
      const section = open[1]?.name ?? ''
      if (section === 'eventdata' || section === 'userdata') {
        const value = closed.text.trim()
        if (sip === undefined && containsSipMessage(value)) sip = value
        else if (value !== '') data.push(closed.label === '' ? value : `${closed.label}=${value}`)
      } else keep(`${section}/${closed.name}`, closed.text)
    },
  })
  const component = [parts.get('debugdata/component'), parts.get('debugdata/function')].filter(
    (part) => part !== undefined,
  )
  const level =
    levelOfName(parts.get('debugdata/levelname')) ??
    levelOfNumber(Number(parts.get('system/level')))
  const provider = parts.get('provider')
  const described = [parts.get('renderinginfo/task'), parts.get('renderinginfo/opcode')].filter(
    (part) => part !== undefined,
  )
  return {
    ...parseId('pid', parts.get('pid')),
    ...parseId('tid', parts.get('tid')),
    ...defined({
      level,
      component: component.length === 0 ? undefined : component.join('::'),
      provider,
    }),
    message:
      // What stands beside a SIP message tells which way it went.
      (sip && `${data.join('; ')}\n${sip}`) ??
      parts.get('debugdata/message') ??
      parts.get('renderinginfo/message') ??
      (data.join('; ') || payload.trim() || described.join(' ')),
  }
}

/** 4294967295 stands for an unknown process or thread. */
function parseId<Name extends 'pid' | 'tid'>(
  name: Name,
  text: string | undefined,
): { readonly [K in Name]?: number } {
  const id = Number(text)
  return (Number.isInteger(id) && id >= 0 && id < 0xffff_ffff ? { [name]: id } : {}) as {
    readonly [K in Name]?: number
  }
}

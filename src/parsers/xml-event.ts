import type { TraceEvent, TraceLevel } from '../model/trace-event.ts'
import { holdsSipMessage } from './embedded-sip.ts'
import { readXml } from './xml.ts'

type Decoded = Omit<TraceEvent, 'at' | 'ticks'>

/** System/Level (winmeta.xml). 0 is LogAlways: no level. */
const LEVELS: Readonly<Record<string, TraceLevel>> = { 1: 'fatal', 2: 'error', 3: 'warning', 4: 'info', 5: 'verbose' }
/** LevelName of WPP: TRACE_LEVEL_ERROR, TL_WARN, Noise. */
const LEVEL_NAMES: readonly (readonly [RegExp, TraceLevel])[] = [
  [/fatal|critical/i, 'fatal'],
  [/err/i, 'error'],
  [/warn/i, 'warning'],
  [/info/i, 'info'],
  [/verbose|noise|debug/i, 'verbose'],
]

/** One `<Event>` element. `payload` is the text found in its binary data, which stands in where there is no message. */
export function decodeEvent(xml: string, payload: string): Decoded {
  const parts = new Map<string, string>()
  const data: string[] = []
  let sip: string | undefined
  const open: { name: string; label: string; leaf: boolean; text: string }[] = []
  const keep = (name: string, value: string | undefined) => {
    if (value !== undefined && value.trim() !== '' && !parts.has(name)) parts.set(name, value.trim())
  }
  readXml(xml, {
    open(name, attributes) {
      const parent = open.at(-1)
      if (parent) parent.leaf = false
      open.push({ name, label: attributes.name ?? (name === 'data' ? '' : name), leaf: true, text: '' })
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
        if (sip === undefined && holdsSipMessage(value)) sip = value
        else if (value !== '') data.push(closed.label === '' ? value : `${closed.label}=${value}`)
      } else keep(`${section}/${closed.name}`, closed.text)
    },
  })
  const component = [parts.get('debugdata/component'), parts.get('debugdata/function')].filter((part) => part !== undefined)
  const level = levelOf(parts.get('system/level'), parts.get('debugdata/levelname'))
  const provider = parts.get('provider')
  const described = [parts.get('renderinginfo/task'), parts.get('renderinginfo/opcode')].filter((part) => part !== undefined)
  return {
    ...idOf('pid', parts.get('pid')),
    ...idOf('tid', parts.get('tid')),
    ...(level === undefined ? {} : { level }),
    ...(component.length === 0 ? {} : { component: component.join('::') }),
    ...(provider === undefined ? {} : { provider }),
    message:
      // What stands beside a SIP message tells which way it went.
      (sip && `${data.join('; ')}\n${sip}`) ??
      parts.get('debugdata/message') ??
      parts.get('renderinginfo/message') ??
      (data.join('; ') || payload.trim() || described.join(' ')),
  }
}

function levelOf(number: string | undefined, name: string | undefined): TraceLevel | undefined {
  return LEVEL_NAMES.find(([pattern]) => name !== undefined && pattern.test(name))?.[1] ?? LEVELS[number ?? '']
}

/** 4294967295 stands for an unknown process or thread. */
function idOf<Name extends 'pid' | 'tid'>(name: Name, text: string | undefined): { readonly [K in Name]?: number } {
  const id = Number(text)
  return (Number.isInteger(id) && id >= 0 && id < 0xffff_ffff ? { [name]: id } : {}) as { readonly [K in Name]?: number }
}

import { guidBytes, join, number, padded, write } from './etl-bytes.ts'

export const SOME_GUID = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee'
const EMPTY = new Uint8Array()
const EVENT_TIME = 1_000

export interface Times {
  readonly time?: bigint
  readonly pid?: number
  readonly tid?: number
}

export interface EventParts extends Times {
  readonly guid?: string
  readonly id?: number
  readonly version?: number
  readonly channel?: number
  readonly level?: number
  readonly opcode?: number
  readonly task?: number
  readonly keyword?: bigint
  readonly flags?: number
  readonly wide?: boolean
  readonly items?: readonly (readonly [kind: number, data: Uint8Array])[]
  readonly data?: Uint8Array
}

/** Builds an event with an EVENT_HEADER: manifest, TraceLogging, strings. */
export function eventHeader(parts: EventParts = {}): Uint8Array {
  const { items = [], data = new Uint8Array(), wide = true } = parts
  const extended = items.map(([kind, bytes], index) => {
    const item = new Uint8Array(padded(8 + bytes.length))
    write(item, [2, 2, kind], [4, 2, index < items.length - 1 ? 1 : 0], [6, 2, bytes.length])
    item.set(bytes, 8)
    return item
  })
  const event = join(new Uint8Array(80), ...extended, data)
  write(
    event,
    [0, 2, event.length],
    [2, 1, wide ? 19 : 18],
    [3, 1, 0xc0],
    [4, 2, (parts.flags ?? 0) | (items.length > 0 ? 1 : 0)],
  )
  common(event, parts)
  event.set(guidBytes(parts.guid ?? SOME_GUID), 24)
  write(
    event,
    [40, 2, parts.id ?? 0],
    [42, 1, parts.version ?? 0],
    [43, 1, parts.channel ?? 0],
    [44, 1, parts.level ?? 0],
  )
  write(event, [45, 1, parts.opcode ?? 0], [46, 2, parts.task ?? 0], [48, 8, parts.keyword ?? 0n])
  return event
}

interface KernelParts extends Times {
  readonly group?: number
  readonly opcode?: number
  readonly version?: number
  readonly wide?: boolean
  readonly data?: Uint8Array
}

/** Builds an event with a SYSTEM_TRACE_HEADER; `compact` omits the processor times. */
export function systemEvent(
  { group = 3, opcode = 1, version = 2, wide = true, data = EMPTY, ...times }: KernelParts,
  compact = false,
): Uint8Array {
  const event = join(new Uint8Array(compact ? 24 : 32), data)
  write(
    event,
    [0, 2, version],
    [2, 1, (compact ? 3 : 1) + (wide ? 1 : 0)],
    [3, 1, 0xc0],
    [4, 2, event.length],
    [6, 1, opcode],
    [7, 1, group],
  )
  common(event, times)
  return event
}

/**
 * Builds an event with a PERFINFO_TRACE_HEADER, without a process. `counters` of 8 bytes precede
 * the payload.
 */
export function perfInfoEvent(
  { group = 15, opcode = 46, wide = true, data = EMPTY, time = 0n }: KernelParts,
  counters = 0,
  precise = false,
): Uint8Array {
  const extra = new Uint8Array((precise ? 8 : 0) + counters * 8).fill(0xee)
  const event = join(new Uint8Array(16), extra, data)
  write(
    event,
    [0, 2, 2 | (counters << 8) | (precise ? 0x8000 : 0)],
    [2, 1, wide ? 17 : 16],
    [3, 1, 0xc0],
    [4, 2, event.length],
  )
  write(event, [6, 1, opcode], [7, 1, group], [8, 8, time])
  return event
}

/**
 * Builds a classic event with an EVENT_TRACE_HEADER, or with `instance` an EVENT_INSTANCE_HEADER.
 */
export function fullEvent(parts: EventParts = {}, instance = false): Uint8Array {
  const { wide = true, data = EMPTY } = parts
  const event = join(new Uint8Array(instance ? 72 : 48), data)
  write(
    event,
    [0, 2, event.length],
    [2, 1, (instance ? 11 : 10) + (wide ? 10 : 0)],
    [3, 1, 0xc0],
    [4, 1, parts.opcode ?? 0],
  )
  write(event, [5, 1, parts.level ?? 0], [6, 2, parts.version ?? 0])
  common(event, parts)
  event.set(guidBytes(parts.guid ?? SOME_GUID), 24)
  return event
}

export interface MessageParts extends Times {
  readonly options?: number
  readonly sequence?: number
  readonly guid?: string
  readonly component?: number
  readonly number?: number
  readonly data?: Uint8Array
}

/** Builds a WPP message with the header fields of `options`, in their order. */
export function traceMessage(parts: MessageParts = {}): Uint8Array {
  const { options = 0x2b, data = EMPTY } = parts
  const event = join(
    new Uint8Array(8),
    ...(options & 1 ? [number(4, parts.sequence ?? 0)] : []),
    ...(options & 2
      ? [guidBytes(parts.guid ?? SOME_GUID)]
      : options & 4
        ? [number(4, parts.component ?? 0)]
        : []),
    ...(options & 8 ? [number(8, parts.time ?? BigInt(EVENT_TIME))] : []),
    ...(options & 0x20 ? [number(4, parts.tid ?? 0), number(4, parts.pid ?? 0)] : []),
    data,
  )
  write(event, [0, 2, event.length], [2, 2, 0x9000], [4, 2, parts.number ?? 0], [6, 2, options])
  return event
}

function common(event: Uint8Array, { tid = 0, pid = 0, time = BigInt(EVENT_TIME) }: Times): void {
  write(event, [8, 4, tid], [12, 4, pid], ...(event.length >= 24 ? [[16, 8, time] as const] : []))
}

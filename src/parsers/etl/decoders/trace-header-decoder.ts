import type { EtlDecoder, EtlEvent, EtlFields } from '../etl-event.ts'
import { GuidCache } from '../guid-cache.ts'

const PROVIDER = 'MSNT_SystemTrace'
/** Types of the event group EventTrace (0): events that describe the trace, after its header. */
const PARTITION_INFO = 80
const LAST_DROPPED_TIMES = 82
const PARTITION_INFO_BYTES = 48

/** Creates a decoder for events that Windows 10 and later write after the header of a trace. */
export function traceHeaderDecoder(): EtlDecoder {
  const guids = new GuidCache()
  return {
    decode(event) {
      if (
        event.guid !== '' ||
        event.group !== 0 ||
        (event.header !== 'system' && event.header !== 'perf-info')
      )
        return undefined
      const read =
        event.opcode === PARTITION_INFO
          ? (['PartitionInfoExtension', partitionInfo(event, guids)] as const)
          : event.opcode === LAST_DROPPED_TIMES
            ? (['LastDroppedTimes', lastDroppedTimes(event)] as const)
            : undefined
      const [name, fields] = read ?? []
      if (name === undefined || fields === undefined) return undefined
      const message = Object.entries(fields).map(([field, value]) => `${field}=${String(value)}`)
      return {
        by: 'kernel',
        provider: PROVIDER,
        name: `EventTrace/${name}`,
        message: message.join(', '),
        fields,
      }
    },
  }
}

function partitionInfo({ bytes, from, to }: EtlEvent, guids: GuidCache): EtlFields | undefined {
  if (to - from < PARTITION_INFO_BYTES) return undefined
  const view = viewOf(bytes)
  return {
    EventVersion: view.getUint16(from, true),
    Reserved: view.getUint16(from + 2, true),
    PartitionType: view.getUint32(from + 4, true),
    QpcOffsetFromRoot: integer(view, from + 8),
    PartitionId: guids.read(view, from + 16),
    ParentId: guids.read(view, from + 32),
  }
}

function lastDroppedTimes({ bytes, from, to }: EtlEvent): EtlFields | undefined {
  if (to - from < 8) return undefined
  const view = viewOf(bytes)
  const count = view.getUint32(from, true)
  if (from + 8 + count * 8 > to) return undefined
  return {
    TimeStampCount: count,
    Padding: view.getUint32(from + 4, true),
    TimeStamp: Array.from({ length: count }, (_, index) => integer(view, from + 8 + index * 8)),
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

function integer(view: DataView, at: number): number | bigint {
  const value = view.getBigUint64(at, true)
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}

import type { Field, Layout } from '../layout.ts'
import { int64, uint8, uint16, uint64 } from '../numbers.ts'
import { guid } from '../scalars.ts'
import { sizedWideText, wideText } from '../texts.ts'
import { address, flags, number } from './kernel-fields.ts'

/**
 * What says which kinds of events were asked for, where a virtual machine or container that traced
 * stands, and when events were last lost.
 */
const GROUP_MASKS: Layout = [
  ...Array.from({ length: 8 }, (_, index) => flags(`GroupMask${index + 1}`)),
  number('KernelEventVersion'),
]

export const HEADER_LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  [5, GROUP_MASKS],
  [32, GROUP_MASKS],
  [
    80,
    [
      number('EventVersion', uint16),
      number('Reserved', uint16),
      number('PartitionType'),
      number('QpcOffsetFromRoot', int64),
      { name: 'PartitionId', read: guid },
      { name: 'ParentId', read: guid },
    ],
  ],
  [
    82,
    [
      { ...number('TimeStampCount'), slot: 0 },
      number('Padding'),
      { name: 'TimeStamp', read: uint64, count: { kind: 'slot', slot: 0 } },
    ],
  ],
])

/** From version 3 on the kernel's headers name no thread, so the payload does. */
const ISSUING_THREAD = number('IssuingThreadId')
const since3 = (version: number): Layout => (version >= 3 ? [ISSUING_THREAD] : [])

/** DiskIo_TypeGroup1 to 3. */
export function diskLayout(type: number, version: number): Layout | undefined {
  const irp = address('Irp')
  const response: Field = { name: 'HighResResponseTime', read: uint64 }
  switch (type) {
    case 10:
    case 11:
      return [
        number('DiskNumber'),
        flags('IrpFlags'),
        number('TransferSize'),
        number('Reserved'),
        number('ByteOffset', uint64),
        address('FileObject'),
        irp,
        response,
        ...since3(version),
      ]
    case 12:
    case 13:
    case 15:
      return [irp, ...since3(version)]
    case 14:
      return [number('DiskNumber'), flags('IrpFlags'), response, irp, ...since3(version)]
    default:
      return undefined
  }
}

const THREAD: Layout = [
  number('ProcessId'),
  number('TThreadId'),
  address('StackBase'),
  address('StackLimit'),
  address('UserStackBase'),
  address('UserStackLimit'),
]
const THREAD_START: Layout = [
  address('Win32StartAddr'),
  address('TebBase'),
  number('SubProcessTag'),
]
const PRIORITIES: Layout = [
  number('BasePriority', uint8),
  number('PagePriority', uint8),
  number('IoPriority', uint8),
  number('ThreadFlags', uint8),
]

/** Thread_V2_TypeGroup1 and on: start, end and rundown. */
export function threadLayout(type: number, version: number): Layout | undefined {
  if (type > 4 || type === 0) return undefined
  if (version < 3) return [...THREAD, address('StartAddr'), ...THREAD_START]
  const named: Layout = version >= 4 ? [{ name: 'ThreadName', read: wideText }] : []
  return [...THREAD, address('Affinity'), ...THREAD_START, ...PRIORITIES, ...named]
}

/** PageFault_HardFault. */
export const FAULT_LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  [
    32,
    [
      number('InitialTime', uint64),
      number('ReadOffset', uint64),
      address('VirtualAddress'),
      address('FileObject'),
      number('TThreadId'),
      number('ByteCount'),
    ],
  ],
])

const FILE_NAME: Layout = [address('FileObject'), { name: 'FileName', read: wideText }]

/** FileIo_Name. */
export const FILE_LAYOUTS: ReadonlyMap<number, Layout> = new Map(
  [0, 32, 35, 36].map((type) => [type, FILE_NAME] as const),
)

const COLLECTION: Layout = [number('SampleSource'), number('NewInterval'), number('OldInterval')]

export const PERF_INFO_LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  [46, [address('InstructionPointer'), number('ThreadId'), number('Count', uint16)]],
  [73, COLLECTION],
  [74, COLLECTION],
])

/** SystemConfig_CPU: the machine that recorded. */
export const CONFIG_LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  [
    10,
    [
      number('MHz'),
      number('NumberOfProcessors'),
      number('MemSize'),
      number('PageSize'),
      number('AllocationGranularity'),
      { name: 'ComputerName', read: sizedWideText, length: { kind: 'fixed', amount: 256 } },
      { name: 'DomainName', read: sizedWideText, length: { kind: 'fixed', amount: 134 } },
      flags('HyperThreadingFlag'),
    ],
  ],
])

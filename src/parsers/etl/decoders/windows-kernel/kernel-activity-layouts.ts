import type { Field, Layout } from '../layout.ts'
import { int64, uint8, uint16, uint64 } from '../numbers.ts'
import { guid } from '../scalars.ts'
import { sizedWideText, wideText } from '../texts.ts'
import { addressField, flagsField, numberField } from './kernel-fields.ts'

/**
 * Events that describe the trace: enabled event groups, the virtual machine or container of the
 * trace, and times of lost events.
 */
const GROUP_MASK_FIELDS: Layout = [
  ...Array.from({ length: 8 }, (_, index) => flagsField(`GroupMask${index + 1}`)),
  numberField('KernelEventVersion'),
]

export const HEADER_LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  [5, GROUP_MASK_FIELDS],
  [32, GROUP_MASK_FIELDS],
  [
    80,
    [
      numberField('EventVersion', uint16),
      numberField('Reserved', uint16),
      numberField('PartitionType'),
      numberField('QpcOffsetFromRoot', int64),
      { name: 'PartitionId', read: guid },
      { name: 'ParentId', read: guid },
    ],
  ],
  [
    82,
    [
      { ...numberField('TimeStampCount'), slot: 0 },
      numberField('Padding'),
      { name: 'TimeStamp', read: uint64, count: { kind: 'slot', slot: 0 } },
    ],
  ],
])

/** From version 3 on the payload holds the thread, because the header does not. */
const ISSUING_THREAD = numberField('IssuingThreadId')
const issuingThread = (version: number): Layout => (version >= 3 ? [ISSUING_THREAD] : [])

/** DiskIo_TypeGroup1 to 3. */
export function diskLayout(type: number, version: number): Layout | undefined {
  const irp = addressField('Irp')
  const response: Field = { name: 'HighResResponseTime', read: uint64 }
  switch (type) {
    case 10:
    case 11:
      return [
        numberField('DiskNumber'),
        flagsField('IrpFlags'),
        numberField('TransferSize'),
        numberField('Reserved'),
        numberField('ByteOffset', uint64),
        addressField('FileObject'),
        irp,
        response,
        ...issuingThread(version),
      ]
    case 12:
    case 13:
    case 15:
      return [irp, ...issuingThread(version)]
    case 14:
      return [
        numberField('DiskNumber'),
        flagsField('IrpFlags'),
        response,
        irp,
        ...issuingThread(version),
      ]
    default:
      return undefined
  }
}

const THREAD: Layout = [
  numberField('ProcessId'),
  numberField('TThreadId'),
  addressField('StackBase'),
  addressField('StackLimit'),
  addressField('UserStackBase'),
  addressField('UserStackLimit'),
]
const THREAD_START: Layout = [
  addressField('Win32StartAddr'),
  addressField('TebBase'),
  numberField('SubProcessTag'),
]
const PRIORITIES: Layout = [
  numberField('BasePriority', uint8),
  numberField('PagePriority', uint8),
  numberField('IoPriority', uint8),
  numberField('ThreadFlags', uint8),
]

/** Thread_V2_TypeGroup1 and later: start, end and rundown. */
export function threadLayout(type: number, version: number): Layout | undefined {
  if (type > 4 || type === 0) return undefined
  if (version < 3) return [...THREAD, addressField('StartAddr'), ...THREAD_START]
  const named: Layout = version >= 4 ? [{ name: 'ThreadName', read: wideText }] : []
  return [...THREAD, addressField('Affinity'), ...THREAD_START, ...PRIORITIES, ...named]
}

/** PageFault_HardFault. */
export const FAULT_LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  [
    32,
    [
      numberField('InitialTime', uint64),
      numberField('ReadOffset', uint64),
      addressField('VirtualAddress'),
      addressField('FileObject'),
      numberField('TThreadId'),
      numberField('ByteCount'),
    ],
  ],
])

const FILE_NAME: Layout = [addressField('FileObject'), { name: 'FileName', read: wideText }]

/** FileIo_Name. */
export const FILE_LAYOUTS: ReadonlyMap<number, Layout> = new Map(
  [0, 32, 35, 36].map((type) => [type, FILE_NAME] as const),
)

const COLLECTION: Layout = [
  numberField('SampleSource'),
  numberField('NewInterval'),
  numberField('OldInterval'),
]

export const PERF_INFO_LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  [46, [addressField('InstructionPointer'), numberField('ThreadId'), numberField('Count', uint16)]],
  [73, COLLECTION],
  [74, COLLECTION],
])

/** SystemConfig_CPU: the machine of the trace. */
export const CONFIG_LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  [
    10,
    [
      numberField('MHz'),
      numberField('NumberOfProcessors'),
      numberField('MemSize'),
      numberField('PageSize'),
      numberField('AllocationGranularity'),
      { name: 'ComputerName', read: sizedWideText, length: { kind: 'fixed', amount: 256 } },
      { name: 'DomainName', read: sizedWideText, length: { kind: 'fixed', amount: 134 } },
      flagsField('HyperThreadingFlag'),
    ],
  ],
])

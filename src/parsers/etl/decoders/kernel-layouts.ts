import type { EtlValue } from '../etl-event.ts'
import type { Field, Layout } from './layout.ts'
import { hexPointer, int32, int64, pointer, uint8, uint16, uint32, uint64 } from './numbers.ts'
import type { Payload } from './payload.ts'
import { fileTime, guid } from './scalars.ts'
import { hex } from './show.ts'
import { narrowText, wideText } from './texts.ts'
import { tokenUserSid } from './token-user-sid.ts'

const HEADER = 0
const PROCESS = 3
const IMAGE = 20
/** An image load has the process group: it began as one of its types. */
const IMAGE_LOAD = 10
const TERMINATE = 11
const DEFUNCT = 39
const PROCESS_TYPES = [1, 2, 3, 4, DEFUNCT]
const IMAGE_TYPES = [2, 3, 4, 10]

const number = (name: string, read: Field['read'] = uint32): Field => ({ name, read })
const address = (name: string): Field => ({ name, read: hexPointer })
const flags = (name: string): Field => ({ name, read: uint32, as: hex })

/** Reads what lies behind reserved bytes. */
const behind =
  (bytes: number, read: (payload: Payload) => EtlValue) =>
  (payload: Payload): EtlValue =>
    payload.take(bytes) < 0 ? null : read(payload)

const IDS = [number('ProcessId'), number('ParentId'), number('SessionId'), number('ExitStatus', int32)]
const OWNER_AND_IMAGE: Layout = [
  { name: 'UserSID', read: tokenUserSid },
  { name: 'ImageFileName', read: narrowText },
]
const COMMAND_LINE: Field = { name: 'CommandLine', read: wideText }

/** Process_V1_TypeGroup1 and on; later versions put new fields before the owner and at the end. */
const PROCESS_BY_VERSION: readonly Layout[] = [
  [address('PageDirectoryBase'), ...IDS, ...OWNER_AND_IMAGE],
  [address('UniqueProcessKey'), ...IDS, ...OWNER_AND_IMAGE, COMMAND_LINE],
  [address('UniqueProcessKey'), ...IDS, address('DirectoryTableBase'), ...OWNER_AND_IMAGE, COMMAND_LINE],
  [
    address('UniqueProcessKey'),
    ...IDS,
    address('DirectoryTableBase'),
    flags('Flags'),
    ...OWNER_AND_IMAGE,
    COMMAND_LINE,
    { name: 'PackageFullName', read: wideText },
    { name: 'ApplicationId', read: wideText },
  ],
]

const PROCESS_ENDED: Field = { name: 'ExitTime', read: fileTime }

const FILE_NAME = 'FileName'
const LOADED = [address('ImageBase'), { name: 'ImageSize', read: pointer }, number('ProcessId')]
const CHECKED = [...LOADED, number('ImageCheckSum'), number('TimeDateStamp')]

/** Image_V0 and on. */
const IMAGE_BY_VERSION: readonly Layout[] = [
  [address('ImageBase'), number('ImageSize'), { name: FILE_NAME, read: wideText }],
  [...LOADED, { name: FILE_NAME, read: wideText }],
  [...CHECKED, { name: 'DefaultBase', read: behind(4, hexPointer) }, { name: FILE_NAME, read: behind(16, wideText) }],
  [
    ...CHECKED,
    number('SignatureLevel', uint8),
    number('SignatureType', uint8),
    { name: 'DefaultBase', read: behind(2, hexPointer) },
    { name: FILE_NAME, read: behind(16, wideText) },
  ],
]

/** What says where a virtual machine or container that traced stands, and when events were last lost. */
const HEADER_BY_TYPE: Readonly<Record<number, Layout>> = {
  80: [
    number('EventVersion', uint16),
    number('Reserved', uint16),
    number('PartitionType'),
    number('QpcOffsetFromRoot', int64),
    { name: 'PartitionId', read: guid },
    { name: 'ParentId', read: guid },
  ],
  82: [
    { name: 'TimeStampCount', read: uint32, slot: 0 },
    number('Padding'),
    { name: 'TimeStamp', read: uint64, count: { kind: 'slot', slot: 0 } },
  ],
}

/** Fields of process and image events, and of two about the session. Versions that are not known begin as the last that is. */
export function kernelLayout(group: number, type: number, version: number): Layout | undefined {
  const image = group === IMAGE || (group === PROCESS && type === IMAGE_LOAD)
  if (image) return IMAGE_TYPES.includes(type) ? IMAGE_BY_VERSION[Math.min(version, IMAGE_BY_VERSION.length - 1)] : undefined
  if (group === HEADER) return HEADER_BY_TYPE[type]
  if (group !== PROCESS) return undefined
  if (type === TERMINATE) return [number('ProcessId')]
  if (!PROCESS_TYPES.includes(type)) return undefined
  const layout = PROCESS_BY_VERSION[Math.min(version, PROCESS_BY_VERSION.length) - 1]
  return layout && type === DEFUNCT && version > PROCESS_BY_VERSION.length ? [...layout, PROCESS_ENDED] : layout
}

import type { Field, Layout } from '../layout.ts'
import { hexPointer, int32, pointer, uint8 } from '../numbers.ts'
import { fileTime } from '../scalars.ts'
import { narrowText, wideText } from '../texts.ts'
import { tokenUserSid } from '../token-user-sid.ts'
import { addressField, afterBytes, flagsField, numberField } from './kernel-fields.ts'

const TERMINATE = 11
const DEFUNCT = 39
const PROCESS_TYPES = [1, 2, 3, 4, DEFUNCT]
const IMAGE_TYPES = [2, 3, 4, 10]

const IDS = [
  numberField('ProcessId'),
  numberField('ParentId'),
  numberField('SessionId'),
  numberField('ExitStatus', int32),
]
const OWNER_AND_IMAGE: Layout = [
  { name: 'UserSID', read: tokenUserSid },
  { name: 'ImageFileName', read: narrowText },
]
const COMMAND_LINE: Field = { name: 'CommandLine', read: wideText }

/** Process_V1_TypeGroup1 and later. Later versions add fields before the owner and at the end. */
const PROCESS_BY_VERSION: readonly Layout[] = [
  [addressField('PageDirectoryBase'), ...IDS, ...OWNER_AND_IMAGE],
  [addressField('UniqueProcessKey'), ...IDS, ...OWNER_AND_IMAGE, COMMAND_LINE],
  [
    addressField('UniqueProcessKey'),
    ...IDS,
    addressField('DirectoryTableBase'),
    ...OWNER_AND_IMAGE,
    COMMAND_LINE,
  ],
  [
    addressField('UniqueProcessKey'),
    ...IDS,
    addressField('DirectoryTableBase'),
    flagsField('Flags'),
    ...OWNER_AND_IMAGE,
    COMMAND_LINE,
    { name: 'PackageFullName', read: wideText },
    { name: 'ApplicationId', read: wideText },
  ],
]

const EXIT_TIME: Field = { name: 'ExitTime', read: fileTime }

const FILE_NAME = 'FileName'
const IMAGE_FIELDS = [
  addressField('ImageBase'),
  { name: 'ImageSize', read: pointer },
  numberField('ProcessId'),
]
const IMAGE_WITH_CHECKSUM_FIELDS = [
  ...IMAGE_FIELDS,
  numberField('ImageCheckSum'),
  numberField('TimeDateStamp'),
]

/** Image_V0 and later. */
const IMAGE_BY_VERSION: readonly Layout[] = [
  [addressField('ImageBase'), numberField('ImageSize'), { name: FILE_NAME, read: wideText }],
  [...IMAGE_FIELDS, { name: FILE_NAME, read: wideText }],
  [
    ...IMAGE_WITH_CHECKSUM_FIELDS,
    { name: 'DefaultBase', read: afterBytes(4, hexPointer) },
    { name: FILE_NAME, read: afterBytes(16, wideText) },
  ],
  [
    ...IMAGE_WITH_CHECKSUM_FIELDS,
    numberField('SignatureLevel', uint8),
    numberField('SignatureType', uint8),
    { name: 'DefaultBase', read: afterBytes(2, hexPointer) },
    { name: FILE_NAME, read: afterBytes(16, wideText) },
  ],
]

/** Unknown versions begin like the latest known one. */
export function processLayout(type: number, version: number): Layout | undefined {
  if (type === TERMINATE) return [numberField('ProcessId')]
  if (!PROCESS_TYPES.includes(type)) return undefined
  const layout = PROCESS_BY_VERSION[Math.min(version, PROCESS_BY_VERSION.length) - 1]
  return layout && type === DEFUNCT && version > PROCESS_BY_VERSION.length
    ? [...layout, EXIT_TIME]
    : layout
}

export const imageLayout = (type: number, version: number): Layout | undefined =>
  IMAGE_TYPES.includes(type)
    ? IMAGE_BY_VERSION[Math.min(version, IMAGE_BY_VERSION.length - 1)]
    : undefined

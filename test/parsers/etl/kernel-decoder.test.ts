import { describe, expect, it } from 'vitest'
import { kernelDecoder } from '../../../src/parsers/etl/decoders/windows-kernel/kernel-decoder.ts'
import { EtlBytes, etlEvent } from '../../support/etl/etl-payload.ts'

const PROCESS_CLASS = '3d6fa8d0-fe05-11d0-9dda-00c04fd7ba7c'
const IMAGE_CLASS = '2cb15d1d-5fc1-11d2-abe1-00a0c911f518'
const KEY = 0xffff_fa83_0007_e4c0n
const LYNC = 'C:\\Program Files\\Microsoft Office\\Office16\\lync.exe'
const SYSTEM_SID = '01 01 000000000005 12000000'
const FILE_TIME = 131_188_338_600_000_007n

const bytes = () => new EtlBytes()
const pointer = (to: EtlBytes, size: 4 | 8, value: number | bigint) =>
  size === 8 ? to.u64(value) : to.u32(Number(BigInt(value) & 0xffff_ffffn))

/** Builds a process event of a version from 1 to 4, for any pointer size. */
function processBytes(version: number, size: 4 | 8): EtlBytes {
  const payload = pointer(bytes(), size, KEY).u32(4711, 4000, 1, 259)
  if (version >= 3) pointer(payload, size, 0x187000)
  if (version >= 4) payload.u32(4)
  pointer(pointer(payload, size, 0x1000), size, 0)
    .hex(SYSTEM_SID)
    .narrow('lync.exe')
  if (version >= 2) payload.wide(LYNC)
  return version >= 4 ? payload.wide('').wide('Skype') : payload
}

function processFields(version: number, size: 4 | 8) {
  const key = size === 8 ? `0x${KEY.toString(16)}` : '0x7e4c0'
  return {
    [version === 1 ? 'PageDirectoryBase' : 'UniqueProcessKey']: key,
    ProcessId: 4711,
    ParentId: 4000,
    SessionId: 1,
    ExitStatus: 259,
    ...(version >= 3 ? { DirectoryTableBase: '0x187000' } : {}),
    ...(version >= 4 ? { Flags: '0x4' } : {}),
    UserSID: 'S-1-5-18',
    ImageFileName: 'lync.exe',
    ...(version >= 2 ? { CommandLine: LYNC } : {}),
    ...(version >= 4 ? { PackageFullName: '', ApplicationId: 'Skype' } : {}),
  }
}

/** Builds an image event of a version from 0 to 3. */
function imageBytes(version: number, size: 4 | 8): EtlBytes {
  const payload = pointer(bytes(), size, 0x7f9d_0000)
  if (version === 0) return payload.u32(32_768).wide(LYNC)
  pointer(payload, size, 32_768).u32(4711)
  if (version === 1) return payload.wide(LYNC)
  payload.u32(77, 88)
  if (version === 2) payload.u32(0)
  else payload.u8(12, 2).u16(0)
  return pointer(payload, size, 0x40_0000).u32(0, 0, 0, 0).wide(LYNC)
}

const imageFields = (version: number) => ({
  ImageBase: '0x7f9d0000',
  ImageSize: 32_768,
  ...(version >= 1 ? { ProcessId: 4711 } : {}),
  ...(version >= 2 ? { ImageCheckSum: 77, TimeDateStamp: 88 } : {}),
  ...(version >= 3 ? { SignatureLevel: 12, SignatureType: 2 } : {}),
  ...(version >= 2 ? { DefaultBase: '0x400000' } : {}),
  FileName: LYNC,
})

const sizes = [4, 8] as const
const versionsAndSizes = (versions: readonly number[]) =>
  versions.flatMap((version) => sizes.map((size) => ({ version, size })))

describe.each(versionsAndSizes([1, 2, 3, 4]))(
  'a process event of version $version with pointers of $size bytes',
  ({ version, size }) => {
    const payload = processBytes(version, size)

    it.each([
      [1, 'Start'],
      [2, 'End'],
      [3, 'DCStart'],
      [4, 'DCEnd'],
    ])('of type %i is a process %s', (opcode, name) => {
      const decoded = kernelDecoder().decode(
        etlEvent({
          header: 'system',
          group: 3,
          guid: '',
          opcode,
          version,
          pointerBytes: size,
          payload,
        }),
      )
      expect(decoded).toMatchObject({
        by: 'kernel',
        provider: 'MSNT_SystemTrace',
        name: `Process/${name}`,
      })
      expect(decoded?.fields).toEqual(processFields(version, size))
      expect(decoded?.message).toContain('ImageFileName=lync.exe')
      expect(decoded?.mismatch).toBeUndefined()
    })

    it('is recognized by its class, also with a 32-bit header', () => {
      for (const pointerBytes of new Set([4 as const, size])) {
        const event = etlEvent({
          header: 'full',
          guid: PROCESS_CLASS,
          opcode: 1,
          version,
          pointerBytes,
          payload,
        })
        expect(kernelDecoder().decode(event)?.fields).toEqual(processFields(version, size))
      }
    })

    it('keeps the readable fields when it is cut off', () => {
      const cut = payload
        .build()
        .subarray(0, payload.length - (version >= 4 ? 40 : version >= 2 ? LYNC.length * 2 + 5 : 12))
      const decoded = kernelDecoder().decode(
        etlEvent({
          header: 'system',
          group: 3,
          guid: '',
          opcode: 1,
          version,
          pointerBytes: size,
          payload: cut,
        }),
      )
      expect(decoded?.fields).toMatchObject({ ProcessId: 4711 })
    })
  },
)

describe('a process event', () => {
  const event = (payload: EtlBytes, opcode = 1, version = 4) =>
    etlEvent({ header: 'perf-info', group: 3, guid: '', opcode, version, payload })

  it('can have no owner', () => {
    const payload = bytes().u64(KEY).u32(4, 0, 0, 0).u32(0).narrow('System').wide('')
    expect(kernelDecoder().decode(event(payload, 3, 2))?.fields).toMatchObject({
      UserSID: '',
      ImageFileName: 'System',
      CommandLine: '',
    })
  })

  it('of an unknown version is read like the latest known one', () => {
    expect(kernelDecoder().decode(event(processBytes(4, 8).u32(1, 2, 3), 1, 9))).toMatchObject({
      fields: processFields(4, 8),
    })
  })

  it('of a defunct process has its exit time from version 5 on', () => {
    const payload = processBytes(4, 8).u64(FILE_TIME)
    expect(kernelDecoder().decode(event(payload, 39, 5))).toMatchObject({
      name: 'Process/Defunct',
      fields: { ...processFields(4, 8), ExitTime: '2016-09-20T08:31:00.0000007Z' },
    })
  })

  it('of a terminating process has its id', () => {
    expect(kernelDecoder().decode(event(bytes().u32(4711), 11, 2))).toMatchObject({
      name: 'Process/Terminate',
      fields: { ProcessId: 4711 },
    })
  })

  it('reports a payload that ends before its fields', () => {
    expect(kernelDecoder().decode(event(bytes().u64(KEY).u32(4711)))).toMatchObject({
      fields: { UniqueProcessKey: '0xfffffa830007e4c0', ProcessId: 4711 },
      mismatch: 'ParentId does not fit: 0 bytes left at it',
    })
  })
})

describe.each(versionsAndSizes([0, 1, 2, 3]))(
  'an image event of version $version with pointers of $size bytes',
  ({ version, size }) => {
    const payload = imageBytes(version, size)

    it.each([
      [20, 2, 'Unload'],
      [20, 3, 'DCStart'],
      [20, 4, 'DCEnd'],
      [3, 10, 'Load'],
    ])('of group %i and type %i is an image %s', (group, opcode, name) => {
      const decoded = kernelDecoder().decode(
        etlEvent({
          header: 'perf-info',
          group,
          guid: '',
          opcode,
          version,
          pointerBytes: size,
          payload,
        }),
      )
      expect(decoded).toMatchObject({ name: `Image/${name}`, fields: imageFields(version) })
      expect(decoded?.mismatch).toBeUndefined()
    })

    it('is recognized by its class, also with a 32-bit header', () => {
      for (const pointerBytes of new Set([4 as const, size])) {
        const event = etlEvent({
          header: 'full',
          guid: IMAGE_CLASS,
          opcode: 10,
          version,
          pointerBytes,
          payload,
        })
        expect(kernelDecoder().decode(event)).toMatchObject({
          name: 'Image/Load',
          fields: imageFields(version),
        })
      }
    })
  },
)

const DISK_READ = {
  DiskNumber: 0,
  IrpFlags: '0x43',
  TransferSize: 4096,
  ByteOffset: 2 ** 33,
  FileObject: '0x10',
  Irp: '0x20',
}
const V4_ENDS = {
  PID: 4711,
  size: 120,
  daddr: '192.0.2.25',
  saddr: '192.0.2.7',
  dport: 443,
  sport: 50_000,
}
const v4Ends = () => bytes().u32(4711, 120).u8(192, 0, 2, 25, 192, 0, 2, 7).hex('01bb c350')
const V6 = '20010db8 00000000 00000000 00000001'
const thread = () => bytes().u32(4711, 12).u64(1, 2, 3, 4, 15, 6, 7).u32(9).u8(8, 5, 2, 0)
const THREAD = {
  ProcessId: 4711,
  TThreadId: 12,
  StackBase: '0x1',
  Affinity: '0xf',
  TebBase: '0x7',
  SubProcessTag: 9,
  BasePriority: 8,
}

const OTHERS: readonly (readonly [
  name: string,
  group: number,
  type: number,
  version: number,
  payload: EtlBytes,
  fields: object,
])[] = [
  [
    'DiskIo/Read',
    1,
    10,
    3,
    bytes()
      .u32(0, 0x43, 4096, 0)
      .u64(2 ** 33, 0x10, 0x20, 5)
      .u32(12),
    { ...DISK_READ, IssuingThreadId: 12 },
  ],
  [
    'DiskIo/Write',
    1,
    11,
    2,
    bytes()
      .u32(0, 0x43, 4096, 0)
      .u64(2 ** 33, 0x10, 0x20, 5),
    DISK_READ,
  ],
  ['DiskIo/ReadInit', 1, 12, 3, bytes().u64(0x20).u32(12), { Irp: '0x20', IssuingThreadId: 12 }],
  [
    'DiskIo/FlushBuffers',
    1,
    14,
    3,
    bytes().u32(1, 0).u64(5, 0x20).u32(12),
    { DiskNumber: 1, HighResResponseTime: 5, Irp: '0x20' },
  ],
  [
    'PageFault/HardFault',
    2,
    32,
    2,
    bytes().u64(1, 2, 3, 4).u32(12, 4096),
    { VirtualAddress: '0x3', TThreadId: 12, ByteCount: 4096 },
  ],
  [
    'FileIo/FileRundown',
    4,
    36,
    2,
    bytes().u64(0x10).wide(LYNC),
    { FileObject: '0x10', FileName: LYNC },
  ],
  ['Thread/Start', 5, 1, 3, thread(), THREAD],
  ['Thread/End', 5, 2, 4, thread().wide('Worker'), { ...THREAD, ThreadName: 'Worker' }],
  [
    'Thread/DCStart',
    5,
    3,
    2,
    bytes().u32(4711, 12).u64(1, 2, 3, 4, 5, 6, 7).u32(9),
    { StartAddr: '0x5', SubProcessTag: 9 },
  ],
  [
    'TcpIp/SendIPV4',
    6,
    10,
    2,
    v4Ends().u32(1, 2, 3).u64(7),
    { ...V4_ENDS, startime: 1, endtime: 2, seqnum: 3, connid: '0x7' },
  ],
  ['TcpIp/RecvIPV4', 6, 11, 2, v4Ends().u32(3).u64(7), { ...V4_ENDS, seqnum: 3, connid: '0x7' }],
  [
    'TcpIp/ConnectIPV4',
    6,
    12,
    2,
    v4Ends().u16(1460, 1, 0, 1).u32(65_535).u16(8, 8).u32(3).u64(7),
    { ...V4_ENDS, mss: 1460, seqnum: 3 },
  ],
  ['TcpIp/Fail', 6, 17, 2, bytes().u16(2, 3), { Proto: 2, FailureCode: 3 }],
  [
    'TcpIp/DisconnectIPV6',
    6,
    29,
    2,
    bytes().u32(4711, 0).hex(V6).hex(V6).hex('01bb c350').u32(3).u64(7),
    { PID: 4711, daddr: '2001:db8::1', dport: 443, sport: 50_000, connid: '0x7' },
  ],
  ['UdpIp/RecvIPV4', 8, 11, 2, v4Ends().u32(0).u64(0), V4_ENDS],
  [
    'PerfInfo/SampleProf',
    15,
    46,
    2,
    bytes().u64(0x7fff).u32(12).u16(1, 0),
    { InstructionPointer: '0x7fff', ThreadId: 12, Count: 1 },
  ],
  [
    'EventTrace/Extension',
    0,
    5,
    2,
    bytes().u32(3, 0, 0, 0, 0, 0, 0, 0, 42),
    { GroupMask1: '0x3', KernelEventVersion: 42 },
  ],
  [
    'SystemConfig/CPU',
    11,
    10,
    3,
    bytes()
      .u32(3592, 8, 4096, 4096, 65_536)
      .raw(
        Buffer.from('PC-0142'.padEnd(256, '\0'), 'utf16le'),
        Buffer.from('contoso'.padEnd(134, '\0'), 'utf16le'),
      )
      .u32(0),
    { MHz: 3592, NumberOfProcessors: 8, ComputerName: 'PC-0142', DomainName: 'contoso' },
  ],
]

describe('an event of the kernel', () => {
  it.each(OTHERS)('%s has fields', (name, group, opcode, version, payload, fields) => {
    const decoded = kernelDecoder().decode(
      etlEvent({ header: 'perf-info', group, guid: '', opcode, version, payload }),
    )
    expect(decoded).toMatchObject({ name, fields })
    expect(decoded?.mismatch).toBeUndefined()
  })
})

describe('another kernel event', () => {
  const named = (group: number, opcode: number) =>
    kernelDecoder().decode(
      etlEvent({ header: 'system', group, guid: '', opcode, payload: bytes().u32(1) }),
    )

  it('gets only a name', () => {
    expect(named(5, 36)).toEqual({
      by: 'kernel',
      provider: 'MSNT_SystemTrace',
      name: 'Thread/CSwitch',
      message: '',
      fields: {},
    })
  })

  it.each([
    [1, 10, 'DiskIo/Read'],
    [2, 32, 'PageFault/HardFault'],
    [15, 46, 'PerfInfo/SampleProf'],
    [24, 32, 'StackWalk/Stack'],
    [15, 200, 'PerfInfo/200'],
    [99, 1, 'Group99/1'],
  ])('of group %i and type %i is %s', (group, opcode, name) => {
    expect(named(group, opcode)?.name).toBe(name)
  })

  it('gives the partition of the session and the times of lost events', () => {
    const partition = bytes().u16(1, 0).u32(2).u64(-3).guid(PROCESS_CLASS).guid(IMAGE_CLASS)
    expect(
      kernelDecoder().decode(
        etlEvent({ header: 'system', guid: '', opcode: 80, payload: partition }),
      ),
    ).toMatchObject({
      name: 'EventTrace/PartitionInfoExtension',
      fields: {
        EventVersion: 1,
        PartitionType: 2,
        QpcOffsetFromRoot: -3,
        PartitionId: PROCESS_CLASS,
        ParentId: IMAGE_CLASS,
      },
    })
    const dropped = bytes().u32(2, 0).u64(5, 6)
    expect(
      kernelDecoder().decode(
        etlEvent({ header: 'perf-info', guid: '', opcode: 82, payload: dropped }),
      )?.fields,
    ).toEqual({
      TimeStampCount: 2,
      Padding: 0,
      TimeStamp: [5, 6],
    })
  })

  it('that merging adds has its own provider', () => {
    const event = etlEvent({
      header: 'full',
      guid: 'b3e675d7-2554-4f18-830b-2762732560de',
      opcode: 36,
    })
    expect(kernelDecoder().decode(event)).toMatchObject({
      provider: 'KernelTraceControl',
      name: 'ImageID/DbgID_RSDS',
      message: '',
    })
  })

  it('is left to other decoders when its class is unknown or it belongs to a provider', () => {
    expect(kernelDecoder().decode(etlEvent({ header: 'full' }))).toBeUndefined()
    expect(
      kernelDecoder().decode(etlEvent({ header: 'event', guid: PROCESS_CLASS, opcode: 1 })),
    ).toBeUndefined()
  })
})

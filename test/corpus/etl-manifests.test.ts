import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createEtlDecoders } from '../../src/parsers/etl/decoders/etl-decoders.ts'
import { manifestDecoder } from '../../src/parsers/etl/decoders/manifest/manifest-decoder.ts'
import { readManifest } from '../../src/parsers/etl/decoders/manifest/read-manifest.ts'
import { decodeCorpusTrace } from '../support/etl/decoded-events.ts'
import { EtlBytes, etlEvent } from '../support/etl/etl-payload.ts'
import { corpus, requires } from '../support/requires.ts'

const { skip, title } = requires('corpus')
const real = (name: string) => readFileSync(`${corpus()}/manifests/${name}`, 'utf8')

describe.skipIf(skip)(`real manifests${title}`, () => {
  it.each([
    ['MsQuicEtw.man', { 'Microsoft-Quic': 187 }],
    [
      'perfview__ClrEtwAll.man',
      {
        'Microsoft-Windows-DotNETRuntime': 155,
        'Microsoft-Windows-DotNETRuntimeRundown': 45,
        'Microsoft-Windows-DotNETRuntimeStress': 3,
        'Microsoft-Windows-DotNETRuntimePrivate': 181,
      },
    ],
  ])('%s is read completely', (name, events) => {
    const text = real(name)
    const { providers, problems } = readManifest(text)
    expect(problems).toEqual([])
    expect(
      Object.fromEntries(providers.map((provider) => [provider.name, provider.events.length])),
    ).toEqual(events)
    const stated = text.match(/<event(?=\s)[^>]*\svalue=/g) ?? []
    expect(providers.reduce((sum, provider) => sum + provider.events.length, 0)).toBe(stated.length)
  })

  it('MsQuicEtw.man formats addresses into its messages', () => {
    const read = readManifest(real('MsQuicEtw.man'))
    const rundown = read.providers[0]?.events.find(({ name }) => name === 'QuicBindingRundown')
    const address = (port: string, host: string) =>
      new EtlBytes().u8(16).hex(`0200 ${port} ${host} 0000000000000000`).build()
    const payload = new EtlBytes()
      .u64(0xabc, 0xdef)
      .raw(address('01bb', 'c0000201'), address('1f90', 'c0000202'))
    const event = etlEvent({
      guid: 'ff15e657-4f26-570e-88ab-0796b258d11c',
      id: rundown?.id ?? -1,
      payload,
    })
    expect(manifestDecoder([read]).decode(event)).toMatchObject({
      provider: 'Microsoft-Quic',
      message: '[bind][0xabc] Rundown, Udp=0xdef LocalAddr=192.0.2.1:443 RemoteAddr=192.0.2.2:8080',
    })
  })
})

/**
 * Programs in the process events of the generated traces, from the published source of the
 * generator.
 */
const PROGRAMS = ['Idle', 'System', 'smss.exe', 'notepad.exe']
/**
 * An earlier version of the generator wrote 32 bits for ImageSize, where versions 1 and 2 have a
 * pointer.
 */
const NOT_AS_DOCUMENTED = ['sawbuck__test_data_64_v1__v1926eb', 'sawbuck__test_data_64_v2__v1926eb']

describe.skipIf(skip)(`process and image events of Windows 7${title}`, () => {
  const images = [
    ...['32_v0', '32_v1', '32_v2', '64_v0', '64_v1', '64_v2'].map(
      (kind) => `sawbuck__image_data_${kind}__v2bb84c`,
    ),
    ...['32_v0', '32_v1', '32_v2', '64_v0', '64_v1', '64_v2'].map(
      (kind) => `sawbuck__test_data_${kind}__v1926eb`,
    ),
  ].filter((name) => !NOT_AS_DOCUMENTED.includes(name))

  it.each(images)('of images are read from %s', (name) => {
    const found: Record<string, number> = {}
    const files = new Set<unknown>()
    decodeCorpusTrace(name, createEtlDecoders(), (_, decoded) => {
      if (!decoded?.name?.startsWith('Image/')) return
      const { ImageBase, ImageSize, FileName } = decoded.fields
      expect(decoded.mismatch).toBeUndefined()
      expect(FileName).toMatch(/^C:\\[\x20-\x7e]+\.(?:exe|dll)$/i)
      expect(ImageBase).toMatch(/^0x[0-9a-f]{6,8}$/)
      // A multiple of the page size, and not larger than any file of Windows 7.
      expect(Number(ImageSize) % 4096).toBe(0)
      expect(ImageSize).toBeLessThan(0x200_0000)
      found[decoded.name] = (found[decoded.name] ?? 0) + 1
      files.add(FileName)
    })
    expect(found).toEqual({ 'Image/DCStart': 24, 'Image/Load': 1, 'Image/Unload': 1 })
    expect(files).toContain('C:\\code\\sawbuck\\src\\sawbuck\\Debug\\test_program.exe')
    expect(files).toContain('C:\\Windows\\system32\\ntdll.dll')
  })

  it.each(['32_v1', '32_v2', '32_v3', '64_v2', '64_v3'])(
    'of processes are read from process_data_%s',
    (kind) => {
      const programs = new Set<unknown>()
      const exits: unknown[] = []
      decodeCorpusTrace(
        `sawbuck__process_data_${kind}__v2bb84c`,
        createEtlDecoders(),
        (_, decoded) => {
          if (!decoded?.name?.startsWith('Process/')) return
          const { ImageFileName, UserSID, ExitStatus, ProcessId, CommandLine } = decoded.fields
          expect(decoded.mismatch).toBeUndefined()
          expect(UserSID).toMatch(/^S-1-5-(?:18|21-753675414-103939432-3550797041-1000)$/)
          programs.add(ImageFileName)
          if (ImageFileName !== 'notepad.exe') return
          expect(ProcessId).toBe(1776)
          expect(CommandLine).toBe(
            kind === '32_v1' ? undefined : '"C:\\Windows\\system32\\notepad.exe" ',
          )
          exits.push([decoded.name, ExitStatus])
        },
      )
      expect(PROGRAMS).toEqual(expect.arrayContaining([...programs]))
      expect(exits).toEqual(
        expect.arrayContaining([
          ['Process/Start', 259],
          ['Process/End', 0],
        ]),
      )
    },
  )
})

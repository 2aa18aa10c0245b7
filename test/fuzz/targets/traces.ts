import { readFileSync } from 'node:fs'
import { createTextDecoder } from '../../../src/inputs/encoding.ts'
import type { DecodingFiles } from '../../../src/model/parser.ts'
import { manifestDecoder } from '../../../src/parsers/etl/decoders/manifest/manifest-decoder.ts'
import { readManifest } from '../../../src/parsers/etl/decoders/manifest/read-manifest.ts'
import { etlBinary } from '../../../src/parsers/etl/etl-binary.ts'
import { EtlReader } from '../../../src/parsers/etl/etl-reader.ts'
import { EtlCensus } from '../../../src/parsers/etl/info/etl-census.ts'
import { etlFileInfo } from '../../../src/parsers/etl/info/etl-file-info.ts'
import { createTraceDecoders } from '../../../src/parsers/etl/trace-decoders.ts'
import { readTmf } from '../../../src/parsers/etl/wpp/read-tmf.ts'
import { etlInfoSchemaErrors } from '../../support/etl/etl-info-schema.ts'
import { EtlBytes, etlEvent } from '../../support/etl/etl-payload.ts'
import { readBytes } from '../../support/read-bytes.ts'
import { byteMutators } from '../mutators/bytes.ts'
import { textMutators } from '../mutators/text.ts'
import { xmlMutators } from '../mutators/xml.ts'
import { toJson } from '../oracles/case.ts'
import { checkObservations, toText } from '../oracles/observations.ts'
import { readSamples, samplePaths } from '../sample-inputs.ts'
import { expectEqual, expectNone, type FuzzTarget } from '../target.ts'

const decodeAnsi = createTextDecoder('windows-1252')
const traces = (): Buffer[] => readSamples(samplePaths.filter((path) => path.endsWith('.etl')))
const schemaFiles = (pattern: RegExp): Buffer[] =>
  readSamples(samplePaths.filter((path) => pattern.test(path)))
const sampleFiles = (pattern: RegExp) =>
  schemaFiles(pattern).map((bytes, index) => ({ name: `${index}`, text: bytes.toString('utf8') }))

let samples: DecodingFiles | undefined
const sampleDecoding = (): DecodingFiles => {
  samples ??= { tmf: sampleFiles(/\.tmf$/), manifests: sampleFiles(/\.man$/) }
  return samples
}
const TRACE = 'samples/formats/etl-binary/client-wpp.etl'

function readTrace(bytes: Buffer, decoding: DecodingFiles): string {
  const { observations, tally } = readBytes(etlBinary, bytes, { decoding })
  checkObservations(observations, tally, bytes.length)
  return toText({ observations, tally })
}

function readWithTmf(input: Buffer): void {
  const text = input.toString('utf8')
  const decoding = { tmf: [{ name: 'a.tmf', text }], manifests: [] }
  const trace = readFileSync(TRACE)
  const { messages } = readTmf(text)
  expectNone('bounded output', 'messages', messages.length > text.length ? ['too many'] : [])
  expectEqual(
    'same bytes twice',
    'two readings',
    readTrace(trace, decoding),
    readTrace(trace, decoding),
  )
}

const PAYLOADS = [
  new EtlBytes(),
  new EtlBytes().wide('kim').u32(5, 2),
  new EtlBytes().u32(0, 1, 0xffff_ffff, 0x8000_0000).wide('a%1%n%99').u32(7, 7, 7, 7),
]

/** Reads a manifest, and decodes events of all its providers with it. */
function readWithManifest(input: Buffer): void {
  const manifest = readManifest(input.toString('utf8'))
  const decoder = manifestDecoder([manifest])
  const texts: string[] = []
  for (const { guid, events } of manifest.providers)
    for (const { id, version } of events.slice(0, 30))
      for (const payload of PAYLOADS)
        texts.push(toText(decoder.decode(etlEvent({ guid, id, version, payload })) ?? null))
  const length = texts.reduce((sum, text) => sum + text.length, 0)
  expectNone('bounded output', 'decoded', length > 3e7 ? [`${length} characters`] : [])
}

function countTrace(input: Buffer): void {
  const decoders = createTraceDecoders(sampleDecoding(), decodeAnsi)
  const census = new EtlCensus(decoders)
  const reader = new EtlReader(census)
  reader.read(input, 0, input.length, true)
  const info = etlFileInfo(
    { path: 'a.etl', bytes: input.length, unusedBytes: reader.unusedBytes, census },
    decoders,
  )
  const events = info.sessions.reduce((sum, session) => sum + session.events, 0)
  expectNone(
    'valid output',
    'schema',
    etlInfoSchemaErrors(
      toJson({
        schemaVersion: 1,
        tool: { name: 'spoolscope', version: '0.1.0' },
        files: [info],
        totals: { files: 1, bytes: input.length, events, damage: info.damaged },
      }),
    ),
  )
}

/** Binary traces, and the files that decode them. */
export const traceTargets: readonly FuzzTarget[] = [
  {
    name: 'trace',
    seeds: traces,
    mutators: byteMutators,
    run: (input) =>
      expectEqual(
        'same bytes twice',
        'two readings',
        readTrace(input, sampleDecoding()),
        readTrace(input, sampleDecoding()),
      ),
  },
  { name: 'trace:info', seeds: traces, mutators: byteMutators, run: countTrace },
  {
    name: 'trace:tmf',
    seeds: () => schemaFiles(/\.tmf$/),
    mutators: [...textMutators, ...byteMutators],
    run: readWithTmf,
  },
  {
    name: 'trace:manifest',
    seeds: () => schemaFiles(/\.man$/),
    mutators: [...textMutators, ...byteMutators, ...xmlMutators, ...xmlMutators],
    run: readWithManifest,
  },
]

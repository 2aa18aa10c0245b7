import { EtlReader } from '../../src/parsers/etl/etl-reader.ts'
import { EtlCensus } from '../../src/parsers/etl/info/etl-census.ts'
import { etlFileInfo } from '../../src/parsers/etl/info/etl-file-info.ts'
import { etlInfoTable } from '../../src/reports/etl/etl-info-table.ts'
import { buffer, etlFile } from '../support/etl/etl-builder.ts'
import { join } from '../support/etl/etl-bytes.ts'
import { eventHeader } from '../support/etl/etl-events.ts'
import { keepsTest } from '../support/limits/limit-test.ts'

const BUFFER_BYTES = 1 << 20
const guidOf = (at: number): string => `6f669bfa-816a-4204-a824-${String(at).padStart(12, '0')}`
const times = <T>(count: number, create: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => create(at))
const traceOf = (events: readonly Uint8Array[]) =>
  etlFile([buffer(events, { sequence: 1, bytes: BUFFER_BYTES })], { bufferBytes: BUFFER_BYTES })

/** What `etl info` finds in a trace. */
function infoOf(bytes: Uint8Array) {
  const census = new EtlCensus()
  const reader = new EtlReader(census)
  reader.read(bytes, 0, bytes.length, true)
  const counted = { path: 'a.etl', bytes: bytes.length, unusedBytes: reader.unusedBytes, census }
  return etlFileInfo(counted, [])
}

function tableOf(bytes: Uint8Array): string {
  const file = infoOf(bytes)
  const totals = { files: 1, bytes: bytes.length, events: 0, damage: 0 }
  const tool = { name: 'spoolscope', version: '0.0.0' } as const
  const style = { width: 120, color: false }
  return String(etlInfoTable({ schemaVersion: 1, tool, files: [file], totals }, style))
}

const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0)

keepsTest('parsers/etl/info/etl-census.ts MAX_LISTED_DAMAGE', (count) => {
  const repeated = times(count + 1, () => buffer([eventHeader()], { sequence: 1, bytes: 0x100 }))
  const { damage, damaged } = infoOf(etlFile(repeated, { buffersWritten: 0 }))
  return { kept: damage.length, left: damaged - damage.length }
})

keepsTest('parsers/etl/info/provider-census.ts MAX_KINDS', (count) => {
  const { sessions } = infoOf(traceOf(times(count, (id) => eventHeader({ id }))))
  const provider = sessions[0]?.providers.find(({ kind }) => kind === 'event')
  return { kept: provider?.kinds.length ?? 0, left: provider?.otherEvents ?? 0 }
})

keepsTest('parsers/etl/info/session-census.ts MAX_PROVIDERS', (count) => {
  // The header of the trace is an event of the kernel.
  const events = times(count - 1, (at) => eventHeader({ guid: guidOf(at) }))
  const [session] = infoOf(traceOf(events)).sessions
  return { kept: session?.providers.length ?? 0, left: session?.otherEvents ?? 0 }
})

keepsTest('reports/etl/etl-info-table.ts MAX_SESSIONS', (count) => {
  const trace = etlFile([buffer([eventHeader()], { sequence: 1 })])
  const table = tableOf(join(...times(count, () => trace)))
  return {
    kept: table.match(/Trace \d+, at /g)?.length ?? 0,
    left: numberIn(table, /and (\d+) more trace with 2 events/),
  }
})

keepsTest('reports/etl/etl-providers.ts MAX_PROVIDERS', (count) => {
  const table = tableOf(traceOf(times(count - 1, (at) => eventHeader({ guid: guidOf(at) }))))
  return {
    kept: table.match(/Windows kernel|6f669bfa-816a/g)?.length ?? 0,
    left: numberIn(table, /and (\d+) event of other providers/),
  }
})

keepsTest('reports/etl/etl-providers.ts MAX_KINDS', (count) => {
  const table = tableOf(traceOf(times(count, (at) => eventHeader({ id: 100 + at }))))
  return {
    kept: table.match(/\b1\d\d: 1\b/g)?.length ?? 0,
    left: numberIn(table, /(\d+) more kind\b/),
  }
})

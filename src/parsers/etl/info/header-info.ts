import type { EtlHeaderInfo } from '../../../model/etl-info.ts'
import { type Moment, toExactIsoTime } from '../../../model/moment.ts'
import type { LogFileHeader } from '../log-file-header.ts'
import { modeNames } from './log-file-modes.ts'

const CLOCKS: Readonly<Record<number, EtlHeaderInfo['clock']['kind']>> = {
  1: 'performance counter',
  2: 'system time',
  3: 'CPU cycles',
}

export function headerInfo(header: LogFileHeader): EtlHeaderInfo {
  const { loggerName, logFileName, version, build, cpus, cpuMegahertz, mode } = header
  return {
    loggerName,
    logFileName,
    version,
    build,
    cpus,
    cpuMegahertz,
    pointerBits: header.pointerBytes === 4 ? 32 : 64,
    clock: { kind: CLOCKS[header.clockType] ?? 'unknown', frequency: header.perfFrequency },
    zone: { name: header.zoneName, biasMinutes: header.biasMinutes },
    ...time('bootTime', header.bootTime),
    ...time('startTime', header.startTime),
    ...time('endTime', header.endTime),
    mode: { value: `0x${mode.toString(16)}`, names: modeNames(mode) },
    bufferBytes: header.bufferBytes,
    startBuffers: header.startBuffers,
    maximumFileSize: header.maximumFileSize,
    timerResolution: header.timerResolution,
  }
}

const time = <K extends string>(
  name: K,
  moment: Moment | undefined,
): { readonly [key in K]?: string } =>
  moment === undefined
    ? {}
    : ({ [name]: toExactIsoTime(moment) } as { readonly [key in K]?: string })

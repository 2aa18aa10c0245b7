import { defined } from '../../../model/defined.ts'
import type { EtlHeaderInfo } from '../../../model/etl-info.ts'
import { toExactIsoTime } from '../../../model/moment.ts'
import type { LogFileHeader } from '../log-file-header.ts'
import { modeNames } from './log-file-modes.ts'

const CLOCK_KINDS: Readonly<Record<number, EtlHeaderInfo['clock']['kind']>> = {
  1: 'performance counter',
  2: 'system time',
  3: 'CPU cycles',
}

/** Converts the header of a trace for `etl info`. */
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
    clock: { kind: CLOCK_KINDS[header.clockType] ?? 'unknown', frequency: header.perfFrequency },
    zone: { name: header.zoneName, biasMinutes: header.biasMinutes },
    ...defined({
      bootTime: header.bootTime && toExactIsoTime(header.bootTime),
      startTime: header.startTime && toExactIsoTime(header.startTime),
      endTime: header.endTime && toExactIsoTime(header.endTime),
    }),
    mode: { value: `0x${mode.toString(16)}`, names: modeNames(mode) },
    bufferBytes: header.bufferBytes,
    startBuffers: header.startBuffers,
    maximumFileSize: header.maximumFileSize,
    timerResolution: header.timerResolution,
  }
}

import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { startProgress } from '../../cli/progress.ts'
import type { EtlBytes } from '../../inputs/etl/etl-file.ts'
import { findFiles } from '../../inputs/find-files.ts'
import type { EtlFileInfo, EtlInfo } from '../../model/etl-info.ts'
import { rejectEvidencePath } from '../../output/reject-evidence-path.ts'
import type { EtlDecoder } from '../../parsers/etl/etl-event.ts'
import { EtlReader } from '../../parsers/etl/etl-reader.ts'
import { EtlCensus } from '../../parsers/etl/info/etl-census.ts'
import { etlFileInfo } from '../../parsers/etl/info/etl-file-info.ts'
import { etlInfoTable } from '../../reports/etl/etl-info-table.ts'
import { jsonText } from '../../reports/json.ts'
import { isTerminal } from '../../terminal/detect-text-style.ts'
import type { TextStyle } from '../../terminal/layout.ts'
import { writeText } from '../write-text.ts'
import { findNamedTraces } from './find-named-traces.ts'
import { readEtlDecoding } from './read-etl-decoding.ts'

/**
 * `spoolscope etl info <file…>`: summarizes binary traces. Returns exit code 2 when no file is one, or
 * something in an archive cannot be read.
 */
export async function etlInfo(
  line: CommandLine<'etl info'>,
  ctx: CommandContext,
): Promise<ExitCode> {
  const { operands, options } = line
  const { traces, problems } = await findNamedTraces(line, 'info', ctx)
  rejectEvidencePath(options.output, findFiles(operands))
  const { stderr, env, version } = ctx
  const decoding = readEtlDecoding(options)
  const progress = startProgress(stderr, 0, isTerminal(stderr, env) && !options.quiet)
  const files: EtlFileInfo[] = []
  for (const trace of traces)
    files.push(fileInfo(await trace.open(), trace.path, decoding.createDecoders(), progress.add))
  progress.end()
  const info: EtlInfo = {
    schemaVersion: 1,
    tool: { name: 'spoolscope', version },
    files,
    totals: totalsOf(files),
  }
  const render = (style: TextStyle) =>
    options.format === 'json' ? jsonText(info) : etlInfoTable(info, style)
  await writeText(options.output, render, { ...options, option: 'output' }, ctx)
  const isTrace = files.some(({ sessions }) => sessions.length > 0)
  return isTrace && problems.length === 0 ? 0 : 2
}

function fileInfo(
  file: EtlBytes,
  path: string,
  decoders: readonly EtlDecoder[],
  progress: (bytes: number) => void,
): EtlFileInfo {
  try {
    const census = new EtlCensus(decoders)
    const reader = new EtlReader(census)
    file.readAll(reader, progress)
    return etlFileInfo(
      { path, bytes: file.bytes, unusedBytes: reader.unusedBytes, census },
      decoders,
    )
  } finally {
    file.close()
  }
}

const totalsOf = (files: readonly EtlFileInfo[]): EtlInfo['totals'] => ({
  files: files.length,
  bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  events: files.reduce(
    (sum, { sessions }) => sum + sessions.reduce((events, session) => events + session.events, 0),
    0,
  ),
  damage: files.reduce((sum, { damaged }) => sum + damaged, 0),
})

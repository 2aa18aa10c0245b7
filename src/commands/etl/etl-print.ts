import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { formatEtlJson } from '../../excerpts/etl-json.ts'
import { type PrintedEvent, toEventRecord, toPrintedEvent } from '../../excerpts/printed-event.ts'
import { removePrivateParts } from '../../excerpts/private-parts.ts'
import { formatTracefmtLine } from '../../excerpts/tracefmt-line.ts'
import type { EtlBytes } from '../../inputs/etl/etl-file.ts'
import { eventsByTime } from '../../inputs/etl/events-by-time.ts'
import { findFiles } from '../../inputs/find-files.ts'
import { formatCount } from '../../model/duration.ts'
import { OutputFile } from '../../output/output-file.ts'
import { rejectEvidencePath } from '../../output/reject-evidence-path.ts'
import { EtlIndex } from '../../parsers/etl/etl-index.ts'
import { EtlReader } from '../../parsers/etl/etl-reader.ts'
import { escapeInvisibleJson } from '../../reports/json.ts'
import { joinLines, terminal } from '../../terminal/terminal-text.ts'
import { findNamedTraces } from './find-named-traces.ts'
import { PrintFilter } from './print-filter.ts'
import { type EtlDecodingOptions, readEtlDecoding } from './read-etl-decoding.ts'

type FormatEvent = (event: PrintedEvent) => string

interface PrintOptions {
  readonly filter: PrintFilter
  readonly decoding: EtlDecodingOptions
  readonly formatEvent: FormatEvent
  readonly output: OutputFile
}

/**
 * `spoolscope etl print <file…>`: prints the events of binary traces, sorted by time within each
 * trace. Returns exit code 2 when there are none, or something in an archive cannot be read.
 */
export async function etlPrint(
  line: CommandLine<'etl print'>,
  ctx: CommandContext,
): Promise<ExitCode> {
  const { operands, options } = line
  const { stdout, stderr } = ctx
  const { traces, problems } = await findNamedTraces(line, 'print', ctx)
  const utcOffset = options['utc-offset'] ?? 0
  const filter = new PrintFilter(options)
  const decoding = readEtlDecoding(options)
  const formatEvent: FormatEvent =
    options.format === 'ndjson'
      ? (event) => escapeInvisibleJson(formatEtlJson(toEventRecord(event)))
      : (event) => formatTracefmtLine(event, utcOffset)
  rejectEvidencePath(options.output, findFiles(operands))
  const output = new OutputFile(options.output, { stdout: stdout.raw, option: 'output' })
  let events = 0
  try {
    for (const trace of traces) {
      const { path } = trace
      const printed = await printFile(await trace.open(), { filter, decoding, formatEvent, output })
      events += printed.eventCount
      if (options.quiet) continue
      if (printed.eventCount === 0)
        stderr.write(terminal`spoolscope: ${path} is not a binary trace: it contains no events.\n`)
      if (printed.damageCount > 0)
        stderr.write(
          joinLines([
            `spoolscope: ${path} is damaged in ${formatCount(printed.damageCount, 'place')}. ` +
              'Run spoolscope etl info to list them.',
          ]),
        )
    }
    output.commit()
  } catch (error) {
    output.discard()
    throw error
  }
  return events === 0 || problems.length > 0 ? 2 : 0
}

async function printFile(
  file: EtlBytes,
  { filter, decoding, formatEvent, output }: PrintOptions,
): Promise<EtlIndex> {
  const decoders = decoding.createDecoders()
  try {
    const index = new EtlIndex(decoders)
    file.readAll(new EtlReader(index))
    const buffers = index.buffers.filter((buffer) => filter.matchesBuffer(buffer))
    for (const event of eventsByTime(file, buffers)) {
      if (!filter.matchesEvent(event)) continue
      const printed = toPrintedEvent(event, decoders, decoding.decodeAnsi)
      if (!filter.matchesProvider(printed)) continue
      const line = formatEvent(removePrivateParts(printed))
      if (!filter.matchesLine(line)) continue
      output.write(`${line}\n`)
      const drained = output.drained()
      if (drained) await drained
    }
    return index
  } finally {
    file.close()
  }
}

import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import type { Surroundings } from '../../cli/surroundings.ts'
import { EtlFile } from '../../inputs/etl/etl-file.ts'
import { eventsByTime } from '../../inputs/etl/events-by-time.ts'
import { findFiles } from '../../inputs/find-files.ts'
import { plural } from '../../model/duration.ts'
import { parseUtcOffset } from '../../model/moment.ts'
import { printable } from '../../model/printable.ts'
import { refuseEvidence } from '../../output/output.ts'
import { EtlIndex } from '../../parsers/etl/etl-index.ts'
import { EtlReader } from '../../parsers/etl/etl-reader.ts'
import { decodeEvent } from '../../parsers/etl/info/decoded-share.ts'
import { opaqueTexts } from '../../parsers/etl/opaque-event.ts'
import { withoutPrivateTexts } from '../../redact/without-private.ts'
import { inertJson } from '../../reports/json.ts'
import { choice, one, read } from '../../settings/given.ts'
import { type EtlDecoding, etlDecoding } from './etl-decoding.ts'
import { etlInputs } from './etl-inputs.ts'
import { etlJson } from './etl-json.ts'
import { fileSink, type LineSink, streamSink } from './line-sink.ts'
import { PrintFilter } from './print-filter.ts'
import { eventFields, type ShownEvent } from './shown-event.ts'
import { tracefmtLine } from './tracefmt-line.ts'

type Render = (shown: ShownEvent) => string

interface Printing {
  readonly filter: PrintFilter
  readonly decoding: EtlDecoding
  readonly render: Render
  readonly sink: LineSink
}

/**
 * `spoolscope etl print <file…>`: events of binary traces in the order of their times, file by
 * file.
 */
export async function etlPrint(
  { operands, options }: CommandLine,
  { stdout, stderr }: Surroundings,
): Promise<ExitCode> {
  const paths = etlInputs(operands, 'print')
  const format = choice(options, 'format', ['text', 'ndjson'], 'text')
  const utcOffset =
    read(
      options,
      'utc-offset',
      parseUtcOffset,
      'hours and minutes from UTC, such as +02:00 or -05:00',
    ) ?? 0
  const filter = new PrintFilter(options)
  const decoding = etlDecoding(options)
  const render: Render =
    format === 'ndjson'
      ? (shown) => inertJson(etlJson(eventFields(shown)))
      : (shown) => tracefmtLine(shown, utcOffset)
  const output = one(options, 'output')
  if (output !== undefined) refuseEvidence(output, findFiles(paths))
  const sink = output === undefined ? streamSink(stdout) : fileSink(output)
  let events = 0
  try {
    for (const path of paths) {
      const printed = await printFile(path, { filter, decoding, render, sink })
      events += printed.events
      if (options.quiet === true) continue
      if (printed.events === 0)
        stderr.write(`spoolscope: ${printable(path)} is no binary trace: no event is in it.\n`)
      if (printed.damaged > 0)
        stderr.write(
          `spoolscope: ${printable(path)} is damaged in ${plural(printed.damaged, 'place')}: spoolscope etl info tells where.\n`,
        )
    }
  } catch (error) {
    sink.abandon()
    throw error
  }
  await sink.end()
  return events === 0 ? 2 : 0
}

/** The lines of one text were found one by one: only together they show where a message begins. */
const publicTexts = (texts: readonly string[]): readonly string[] =>
  texts.length === 0 ? texts : withoutPrivateTexts(texts.join('\n')).split('\n')

async function printFile(
  path: string,
  { filter, decoding, render, sink }: Printing,
): Promise<EtlIndex> {
  const decoders = decoding.decoders()
  const file = new EtlFile(path)
  try {
    const index = new EtlIndex(decoders)
    file.readThrough(new EtlReader(index))
    const buffers = index.buffers.filter((buffer) => filter.buffer(buffer))
    for (const event of eventsByTime(file, buffers)) {
      if (!filter.event(event)) continue
      const decoded = decodeEvent(event, decoders)
      const texts = decoded === undefined ? opaqueTexts(event, decoding.decodeAnsi) : []
      if (!filter.shown({ event, decoded, texts })) continue
      const line = render({
        event,
        decoded: withoutPrivateTexts(decoded),
        texts: publicTexts(texts),
      })
      const behind = filter.line(line) ? sink.add(line) : undefined
      if (behind) await behind
    }
    return index
  } finally {
    file.close()
  }
}

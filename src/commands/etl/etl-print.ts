import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { parseChoice } from '../../cli/options/define-option.ts'
import { EtlFile } from '../../inputs/etl/etl-file.ts'
import { eventsByTime } from '../../inputs/etl/events-by-time.ts'
import { findFiles } from '../../inputs/find-files.ts'
import { formatCount } from '../../model/duration.ts'
import { toPrintable } from '../../model/printable.ts'
import { OutputFile } from '../../output/output-file.ts'
import { rejectEvidencePath } from '../../output/reject-evidence-path.ts'
import { decodeEvent } from '../../parsers/etl/decoders/decode-event.ts'
import { describeBytes } from '../../parsers/etl/decoders/format-value.ts'
import type { DecodedEvent, EtlFields, EtlValue } from '../../parsers/etl/etl-event.ts'
import { EtlIndex } from '../../parsers/etl/etl-index.ts'
import { EtlReader } from '../../parsers/etl/etl-reader.ts'
import { readOpaqueTexts } from '../../parsers/etl/opaque-event.ts'
import { removePrivateTexts } from '../../redact/remove-private-texts.ts'
import { escapeInvisibleJson } from '../../reports/json.ts'
import { checkEtlInputs } from './check-etl-inputs.ts'
import { formatEtlJson } from './etl-json.ts'
import { PrintFilter } from './print-filter.ts'
import { type PrintedEvent, toEventFields } from './printed-event.ts'
import { type EtlDecodingOptions, readEtlDecoding } from './read-etl-decoding.ts'
import { formatTracefmtLine } from './tracefmt-line.ts'

type FormatEvent = (event: PrintedEvent) => string

interface PrintOptions {
  readonly filter: PrintFilter
  readonly decoding: EtlDecodingOptions
  readonly formatEvent: FormatEvent
  readonly output: OutputFile
}

/**
 * `spoolscope etl print <file…>`: prints the events of binary traces, sorted by time within each
 * file. Returns exit code 2 when there are none.
 */
export async function etlPrint(
  { operands, options }: CommandLine<'etl'>,
  { stdout, stderr }: CommandContext,
): Promise<ExitCode> {
  const paths = checkEtlInputs(operands, 'print')
  const format = parseChoice(options.format ?? 'text', '--format', ['text', 'ndjson'])
  const utcOffset = options['utc-offset'] ?? 0
  const filter = new PrintFilter(options)
  const decoding = readEtlDecoding(options)
  const formatEvent: FormatEvent =
    format === 'ndjson'
      ? (event) => escapeInvisibleJson(formatEtlJson(toEventFields(event)))
      : (event) => formatTracefmtLine(event, utcOffset)
  rejectEvidencePath(options.output, findFiles(paths))
  const output = new OutputFile(options.output, { stdout, option: 'output' })
  let events = 0
  try {
    for (const path of paths) {
      const printed = await printFile(path, { filter, decoding, formatEvent, output })
      events += printed.eventCount
      if (options.quiet) continue
      if (printed.eventCount === 0)
        stderr.write(
          `spoolscope: ${toPrintable(path)} is not a binary trace: it contains no events.\n`,
        )
      if (printed.damageCount > 0)
        stderr.write(
          `spoolscope: ${toPrintable(path)} is damaged in ` +
            `${formatCount(printed.damageCount, 'place')}. ` +
            'Run spoolscope etl info to list them.\n',
        )
    }
    output.commit()
  } catch (error) {
    output.discard()
    throw error
  }
  return events === 0 ? 2 : 0
}

/** Replaces binary data by its size, because it may be message text or credentials. */
function hideBytes(value: EtlValue): EtlValue {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return describeBytes(value)
  return isList(value) ? value.map(hideBytes) : hideBytesOfFields(value)
}

const isList = (value: EtlValue): value is readonly EtlValue[] => Array.isArray(value)

const hideBytesOfFields = (fields: EtlFields): EtlFields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, hideBytes(value)]))

/** Removes what must not be shown: binary data, message text and credentials. */
function removePrivateParts(decoded: DecodedEvent | undefined): DecodedEvent | undefined {
  if (decoded?.blobs === undefined) return removePrivateTexts(decoded)
  const { blobs: _, ...shown } = decoded
  return removePrivateTexts({ ...shown, fields: hideBytesOfFields(decoded.fields) })
}

/**
 * Redacts the texts of one payload. They are joined first: only together they show where a SIP
 * message begins.
 */
const removePrivateLines = (texts: readonly string[]): readonly string[] =>
  texts.length === 0 ? texts : removePrivateTexts(texts.join('\n')).split('\n')

async function printFile(
  path: string,
  { filter, decoding, formatEvent, output }: PrintOptions,
): Promise<EtlIndex> {
  const decoders = decoding.createDecoders()
  const file = new EtlFile(path)
  try {
    const index = new EtlIndex(decoders)
    file.readAll(new EtlReader(index))
    const buffers = index.buffers.filter((buffer) => filter.matchesBuffer(buffer))
    for (const event of eventsByTime(file, buffers)) {
      if (!filter.matchesEvent(event)) continue
      const decoded = decodeEvent(event, decoders)
      const texts = decoded === undefined ? readOpaqueTexts(event, decoding.decodeAnsi) : []
      if (!filter.matchesProvider({ event, decoded, texts })) continue
      const line = formatEvent({
        event,
        decoded: removePrivateParts(decoded),
        texts: removePrivateLines(texts),
      })
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

import type { CommandLine } from '../../cli/command-line.ts'
import { createTextDecoder } from '../../inputs/encoding.ts'
import { readDecoding } from '../../inputs/read-decoding.ts'
import type { EtlDecoder } from '../../parsers/etl/etl-event.ts'
import { createTraceDecoders } from '../../parsers/etl/trace-decoders.ts'

export interface EtlDecodingOptions {
  /** New decoders for a trace, in the order to ask them. They learn schemas from their trace. */
  createDecoders(): readonly EtlDecoder[]
  /** Decodes text that is not Unicode, by `--code-page`. */
  readonly decodeAnsi: ReturnType<typeof createTextDecoder>
}

/** Reads the files that decode binary traces, once for all traces. */
export function readEtlDecoding(
  options: CommandLine<'etl info'>['options'] | CommandLine<'etl print'>['options'],
): EtlDecodingOptions {
  const { tmf, manifest, 'code-page': codePage } = options
  const decoding = readDecoding(tmf, manifest, codePage)
  const decodeAnsi = createTextDecoder(codePage)
  return { decodeAnsi, createDecoders: () => createTraceDecoders(decoding, decodeAnsi) }
}

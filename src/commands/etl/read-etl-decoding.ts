import { createTextDecoder } from '../../inputs/encoding.ts'
import { readDecoding } from '../../inputs/read-decoding.ts'
import type { EtlDecoder } from '../../parsers/etl/etl-event.ts'
import { createTraceDecoders } from '../../parsers/etl/trace-decoders.ts'
import { parseCodePage } from '../../settings/analysis-settings.ts'
import { many } from '../../settings/given.ts'
import type { Options } from '../../settings/options.ts'

export interface EtlDecodingOptions {
  /**
   * Makes events readable, in the order asked. Decoders learn from a trace, so each needs its own.
   */
  createDecoders(): readonly EtlDecoder[]
  /** Text that is not Unicode, as `--code-page` says. */
  readonly decodeAnsi: ReturnType<typeof createTextDecoder>
}

/** What the options say of decoding: the files are read once for all traces. */
export function readEtlDecoding(options: Options): EtlDecodingOptions {
  const codePage = parseCodePage(options)
  const decoding = readDecoding(many(options, 'tmf'), many(options, 'manifest'), codePage)
  const decodeAnsi = createTextDecoder(codePage)
  return { decodeAnsi, createDecoders: () => createTraceDecoders(decoding, decodeAnsi) }
}

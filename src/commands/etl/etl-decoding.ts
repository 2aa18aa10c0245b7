import { textDecoder } from '../../inputs/encoding.ts'
import { readDecoding } from '../../inputs/read-decoding.ts'
import { traceDecoders } from '../../parsers/etl/decoding.ts'
import type { EtlDecoder } from '../../parsers/etl/etl-event.ts'
import { many } from '../../settings/given.ts'
import { codePageOf } from '../../settings/judging-settings.ts'
import type { Options } from '../../settings/options.ts'

export interface EtlDecoding {
  /**
   * Makes events readable, in the order asked. Decoders learn from a trace, so each needs its own.
   */
  decoders(): readonly EtlDecoder[]
  /** Text that is not Unicode, as `--code-page` says. */
  readonly decodeAnsi: ReturnType<typeof textDecoder>
}

/** What the options say of decoding: the files are read once for all traces. */
export function etlDecoding(options: Options): EtlDecoding {
  const codePage = codePageOf(options)
  const decoding = readDecoding(many(options, 'tmf'), many(options, 'manifest'), codePage)
  const decodeAnsi = textDecoder(codePage)
  return { decodeAnsi, decoders: () => traceDecoders(decoding, decodeAnsi) }
}

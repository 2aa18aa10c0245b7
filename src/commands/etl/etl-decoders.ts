import { traceHeader } from '../../parsers/etl/decoders/trace-header.ts'
import type { EtlDecoder } from '../../parsers/etl/etl-event.ts'

/** What makes events readable, in the order asked. They learn from a trace, so each needs its own. */
export const etlDecoders = (): readonly EtlDecoder[] => [traceHeader()]

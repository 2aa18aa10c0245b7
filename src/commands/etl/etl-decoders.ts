import type { EtlDecoder } from '../../parsers/etl/etl-event.ts'

/** What makes events readable, in the order asked. */
export const etlDecoders = (): readonly EtlDecoder[] => []

import type { EtlEvent } from '../../parsers/etl/etl-event.ts'

/** Texts in the payload of an event that no decoder knows. */
export const opaqueTexts = (_event: EtlEvent): readonly string[] => []

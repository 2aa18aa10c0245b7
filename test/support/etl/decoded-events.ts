import { readFileSync } from 'node:fs'
import type { DecodedEvent, EtlDecoder, EtlEvent } from '../../../src/parsers/etl/etl-event.ts'
import type { EtlSession } from '../../../src/parsers/etl/etl-session.ts'
import { decodeEvent } from '../../../src/parsers/etl/info/decode-kinds.ts'
import { walkEtl } from '../../../src/parsers/etl/walk-etl.ts'
import { corpus } from '../requires.ts'

/**
 * Goes through a real trace twice: first for the schemas in it, then for the events. Gives the
 * sessions.
 */
export function decodeCorpusTrace(
  name: string,
  decoders: readonly EtlDecoder[],
  hear: (event: EtlEvent, decoded: DecodedEvent | undefined) => void,
): readonly EtlSession[] {
  const bytes = readFileSync(`${corpus()}/etl/${name}.etl`)
  walkEtl(bytes, (event) => {
    for (const decoder of decoders) decoder.learn?.(event)
  })
  return walkEtl(bytes, (event) => hear(event, decodeEvent(event, decoders))).sessions
}

import { readFileSync } from 'node:fs'
import { decodeEvent, learnFromEvent } from '../../../src/parsers/etl/decoders/decode-event.ts'
import type { DecodedEvent, EtlDecoder, EtlEvent } from '../../../src/parsers/etl/etl-event.ts'
import type { EtlSession } from '../../../src/parsers/etl/etl-session.ts'
import { walkEtl } from '../../../src/parsers/etl/walk-etl.ts'
import { corpus } from '../requires.ts'

/**
 * Reads a trace of the corpus twice: first for its schemas, then for its events. Returns the
 * sessions.
 */
export function decodeCorpusTrace(
  name: string,
  decoders: readonly EtlDecoder[],
  handle: (event: EtlEvent, decoded: DecodedEvent | undefined) => void,
): readonly EtlSession[] {
  const bytes = readFileSync(`${corpus()}/etl/${name}.etl`)
  walkEtl(bytes, (event) => {
    learnFromEvent(event, decoders)
  })
  return walkEtl(bytes, (event) => handle(event, decodeEvent(event, decoders))).sessions
}

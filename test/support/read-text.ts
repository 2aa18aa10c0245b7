import { readFileSync } from 'node:fs'
import {
  createTextDecoder,
  createUtf16ToUtf8,
  sniffEncoding,
  toLfLineEnds,
} from '../../src/inputs/encoding.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { InputHead, Parser, Recognition } from '../../src/model/parser.ts'
import type { Tally } from '../../src/model/tally.ts'
import { readBytes } from './read-bytes.ts'

interface TextReadResult {
  readonly recognition: Recognition | undefined
  readonly observations: readonly Observation[]
  readonly tally: Tally
}

/** The head of an input that is given as a whole. */
export function headOf(content: string | Uint8Array, name = 'evidence.bin'): InputHead {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return { bytes, text: toLfLineEnds(textOf(bytes)), isWhole: true, fileName: name, tail: '' }
}

function textOf(bytes: Uint8Array): string {
  const { encoding, bom } = sniffEncoding(bytes)
  const plain =
    encoding === 'utf-8'
      ? bytes.subarray(bom)
      : createUtf16ToUtf8(encoding)(bytes.subarray(bom), true)
  return createTextDecoder('windows-1252')(plain, 0, plain.length)
}

/** Recognizes and reads a text with the clock that it proves itself. */
export function readText(parser: Parser, text: string): TextReadResult {
  const recognition = parser.recognise(headOf(text))
  const { utcOffset, dateOrder, ambiguousDates } = recognition ?? {}
  const clock = {
    utcOffset: utcOffset?.minutes ?? 0,
    dateOrder: dateOrder ?? ambiguousDates ?? 'mdy',
  }
  return { recognition, ...readBytes(parser, text, { clock }) }
}

/** Recognizes and reads a sample, whatever its encoding. */
export const readSample = (parser: Parser, name: string): TextReadResult =>
  readText(parser, textOf(readFileSync(`samples/formats/${parser.format}/${name}`)))

import type { DecodingFiles, ParseSession, SchemaText } from '../model/parser.ts'
import { Tally } from '../model/tally.ts'
import type { DecodeText } from './encoding.ts'
import { InputReader } from './input-reader.ts'
import type { RecognisedInput } from './recognise.ts'

/**
 * The limit of parsers that read a document as a whole.
 * Limit: bytes of a TMF or manifest file inside a case.
 * Beyond: it does not decode the traces of the case.
 */
const MAX_FILE_BYTES = 32 << 20
/**
 * A case may contain any number of them.
 * Limit: characters of all decoding files inside a case.
 * Beyond: further files do not decode the traces of the case.
 */
const MAX_TOTAL_CHARACTERS = 256 << 20

/**
 * Collects what decodes the binary traces of a case: the files of the case that describe events,
 * and the files that the user named. The latter come last, so they take precedence.
 */
export async function collectDecoding(
  inputs: readonly RecognisedInput[],
  given: DecodingFiles | undefined,
  decode: DecodeText,
  maxCharacters = MAX_TOTAL_CHARACTERS,
): Promise<DecodingFiles | undefined> {
  const schemaInputs = inputs.filter(
    ({ parser, found }) => parser?.schemaKind && found.kind !== 'stream',
  )
  const hasBinaryTrace = inputs.some(({ parser }) => parser?.isBinary)
  if (schemaInputs.length === 0 || !hasBinaryTrace) return given
  const texts = { tmf: [] as SchemaText[], manifests: [] as SchemaText[] }
  let charactersLeft = maxCharacters
  for (const input of schemaInputs) {
    // An error is reported when the file is read as an input of its own.
    const text = await readText(input, decode).catch(() => undefined)
    charactersLeft -= text?.length ?? 0
    if (charactersLeft < 0) break
    if (text !== undefined && input.parser?.schemaKind)
      texts[input.parser.schemaKind].push({ name: input.found.path, text })
  }
  return {
    tmf: [...texts.tmf, ...(given?.tmf ?? [])],
    manifests: [...texts.manifests, ...(given?.manifests ?? [])],
  }
}

/** Reads an input as one text. Throws for one that cannot be read or is too long. */
async function readText(input: RecognisedInput, decode: DecodeText): Promise<string> {
  let text = ''
  const whole: ParseSession = {
    read(bytes, from, to, final) {
      if (to - from > MAX_FILE_BYTES) throw new Error('too long for a decoding file')
      if (!final) return from
      text = decode(bytes, from, to)
      return to
    },
  }
  await new InputReader(input).readAll(whole, new Tally())
  return text
}

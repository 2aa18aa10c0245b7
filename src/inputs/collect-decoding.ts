import type { DecodingFiles, ParseSession, SchemaText } from '../model/parser.ts'
import { Tally } from '../model/tally.ts'
import { InputReader } from './input-reader.ts'
import type { DecodeText, RecognisedInput } from './recognise.ts'

/** As for any document that is read as one. */
const LONGEST = 32 << 20
/** Characters of all such files of a case. */
const ALL = 256 << 20

/**
 * What decodes the binary traces of a case: files of it that tell, and what the user named, which
 * counts more.
 */
export async function collectDecoding(
  inputs: readonly RecognisedInput[],
  given: DecodingFiles | undefined,
  decode: DecodeText,
): Promise<DecodingFiles | undefined> {
  const telling = inputs.filter(
    ({ parser, found }) => parser?.schemaKind && found.kind !== 'stream',
  )
  if (telling.length === 0 || !inputs.some(({ parser }) => parser?.isBinary)) return given
  const texts = { tmf: [] as SchemaText[], manifests: [] as SchemaText[] }
  let room = ALL
  for (const input of telling) {
    // What cannot be read is said when the input itself is read.
    const text = await textOf(input, decode).catch(() => undefined)
    room -= text?.length ?? 0
    if (room < 0) break
    if (text !== undefined && input.parser?.schemaKind)
      texts[input.parser.schemaKind].push({ name: input.found.path, text })
  }
  return {
    tmf: [...texts.tmf, ...(given?.tmf ?? [])],
    manifests: [...texts.manifests, ...(given?.manifests ?? [])],
  }
}

async function textOf(input: RecognisedInput, decode: DecodeText): Promise<string | undefined> {
  let text: string | undefined
  let tooLong = false
  const whole: ParseSession = {
    read(bytes, from, to, final) {
      tooLong ||= to - from > LONGEST
      if (final && !tooLong) text = decode(bytes, from, to)
      return final || tooLong ? to : from
    },
  }
  const feed = new InputReader(input)
  try {
    while (!feed.atEnd && !tooLong) {
      await feed.readChunk()
      feed.parseBuffered(whole, new Tally())
    }
  } finally {
    feed.close()
  }
  return text
}

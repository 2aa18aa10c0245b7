import type { Decoding, Reading, SchemaText } from '../model/parser.ts'
import { Tally } from '../model/tally.ts'
import { Feed } from './feed.ts'
import type { Decode, Recognised } from './recognise.ts'

/** What decodes the binary traces of a case: files of it that tell, and what the user named, which counts more. */
export async function caseDecoding(
  inputs: readonly Recognised[],
  given: Decoding | undefined,
  decode: Decode,
): Promise<Decoding | undefined> {
  const telling = inputs.filter(({ parser, found }) => parser?.schemas && found.kind !== 'stream')
  if (telling.length === 0 || !inputs.some(({ parser }) => parser?.binary)) return given
  const texts = { tmf: [] as SchemaText[], manifests: [] as SchemaText[] }
  for (const input of telling) {
    // What cannot be read is said when the input itself is read.
    const text = await textOf(input, decode).catch(() => undefined)
    if (text !== undefined && input.parser?.schemas) texts[input.parser.schemas].push({ name: input.found.path, text })
  }
  return { tmf: [...texts.tmf, ...(given?.tmf ?? [])], manifests: [...texts.manifests, ...(given?.manifests ?? [])] }
}

async function textOf(input: Recognised, decode: Decode): Promise<string> {
  const parts: string[] = []
  const whole: Reading = {
    read(bytes, from, to, final) {
      if (!final) return from
      parts.push(decode(bytes, from, to))
      return to
    },
  }
  const feed = new Feed(input)
  try {
    while (!feed.ended) {
      await feed.more()
      feed.offer(whole, new Tally())
    }
  } finally {
    feed.close()
  }
  return parts.join('')
}

import { detectDocument, readDocument } from '../../../src/inputs/documents/read-document.ts'
import { createTextDecoder, toLfLineEnds } from '../../../src/inputs/encoding.ts'
import { seemsWrapped, unwrap } from '../../../src/inputs/unwrap/unwrap.ts'
import { createZip } from '../../support/archives/zip.ts'
import { byteMutators } from '../mutators/bytes.ts'
import { textMutators } from '../mutators/text.ts'
import { xmlMutators } from '../mutators/xml.ts'
import { readSamples, samplePaths } from '../sample-inputs.ts'
import { expectEqual, type FuzzTarget, Violation } from '../target.ts'

const decode = createTextDecoder('windows-1252')
const toText = (bytes: Uint8Array): string => toLfLineEnds(decode(bytes, 0, bytes.length))
const latin1 = (path: RegExp): string[] =>
  readSamples(samplePaths.filter((name) => path.test(name))).map((bytes) =>
    bytes.toString('latin1'),
  )
const texts = (): string[] =>
  latin1(/samples\/formats\/(?:powershell-list|powershell-table|dir-listing|registry-export)\//)

const escapeHtml = (text: string): string =>
  text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)

const toHtml = (text: string): string =>
  `<!DOCTYPE html><html><head><meta charset="windows-1252"><style>p{color:red}</style></head><body><p>Hi</p><pre>${escapeHtml(text)}</pre><table><tr><td>a</td></tr></table></body></html>`

const toRtf = (text: string): string =>
  `{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset204 Arial;}}\\pard\\f0 ${text
    .replace(/[\\{}]/g, (character) => `\\${character}`)
    .replace(/\r?\n/g, '\\par\r\n')}}`

const docx = (text: string): Buffer =>
  createZip([
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: 'word/document.xml',
      content: `<w:document><w:body>${text
        .split('\n')
        .map((line) => `<w:p><w:r><w:t xml:space="preserve">${escapeHtml(line)}</w:t></w:r></w:p>`)
        .join('')}</w:body></w:document>`,
    },
  ])

const officeSeeds = (): Buffer[] => [
  ...readSamples(samplePaths.filter((path) => /\.(?:docx|xlsx)$/.test(path))),
  ...texts().slice(0, 4).map(docx),
]

/** The text that a document gives, or the reason why it gives none. */
async function textOf(input: Buffer): Promise<string> {
  const kind = detectDocument(input, toText(input))
  if (!kind) return ''
  try {
    const document = await readDocument(kind, input, toText)
    const { converted } = document ?? {}
    if (converted?.lineNumbers?.some((line) => line < 1))
      throw new Violation('valid output', 'a line number below 1')
    return JSON.stringify([document?.title, Buffer.from(converted?.bytes ?? []).toString('utf8')])
  } catch (error) {
    // Damage is an Error with a sentence. Errors of JavaScript itself are bugs.
    if (error instanceof Violation || isBug(error)) throw error
    return String(error)
  }
}

const isBug = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError

async function readTwice(input: Buffer): Promise<void> {
  expectEqual('same bytes twice', 'two readings', await textOf(input), await textOf(input))
}

function unwrapText(input: Buffer): void {
  const text = toText(input)
  seemsWrapped(text)
  for (const blockOnly of [false, true]) {
    const unwrapped = unwrap(text, blockOnly)
    if (!unwrapped) continue
    const { numbers } = unwrapped
    const lines = unwrapped.text.split('\n').length
    if (numbers.length !== 0 && numbers.length !== lines)
      throw new Violation('valid output', `${numbers.length} numbers for ${lines} lines`)
    if (numbers.some((number, index) => number < (numbers[index - 1] ?? 1)))
      throw new Violation('valid output', 'line numbers are out of order')
    const again = unwrap(text, blockOnly)
    expectEqual('same bytes twice', 'two unwrapped texts', unwrapped.text, again?.text ?? '')
  }
}

const carried = (text: string): string[] => [
  text.replace(/^/gm, '> '),
  text.replace(/^/gm, '    '),
  `\`\`\`\n${text}\n\`\`\``,
  text.replace(/\n/g, '\n\n'),
  text.replace(/=/g, '=3D').replace(/$/gm, '=20'),
]

/** Documents, and text as people carry it. */
export const documentTargets: readonly FuzzTarget[] = [
  {
    name: 'document:html',
    seeds: () => [...texts().map(toHtml), ...latin1(/\.html?$/)].map((text) => Buffer.from(text)),
    mutators: [...byteMutators, ...textMutators, ...xmlMutators, ...xmlMutators],
    run: readTwice,
  },
  {
    name: 'document:rtf',
    seeds: () =>
      [...texts().map(toRtf), ...latin1(/\.rtf$/)].map((text) => Buffer.from(text, 'latin1')),
    mutators: [...byteMutators, ...textMutators],
    run: readTwice,
  },
  { name: 'document:office', seeds: officeSeeds, mutators: byteMutators, run: readTwice },
  {
    name: 'carrier',
    seeds: () =>
      texts()
        .flatMap((text) => [text, ...carried(text)])
        .map((text) => Buffer.from(text, 'latin1')),
    mutators: [...textMutators, ...byteMutators],
    run: unwrapText,
  },
]

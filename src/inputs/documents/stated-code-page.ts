import { isUtf8 } from 'node:buffer'
import { parseCodePageName } from '../../model/text/code-page.ts'
import { type DecodeBytes, loadDecoder } from '../code-pages.ts'
import { toLfLineEnds } from '../encoding.ts'

// \ansicpg1250
const RTF_CODE_PAGE = /\\ansicpg(\d{1,6})/
// <meta charset="shift_jis">   <meta http-equiv="Content-Type" content="text/html; charset=gb2312">
const HTML_CHARSET = /<meta\b[^>]{0,300}\bcharset\s{0,8}=\s{0,8}["']?([\w.:-]{1,40})/i
const MAX_HTML_HEAD_BYTES = 4096

/** The code page that a document states, and what could not be recognized. */
export interface StatedCodePage {
  readonly decode: DecodeBytes
  readonly notes: readonly string[]
}

/** Loads the decoder for the escaped bytes of an RTF document. */
export async function loadRtfDecoder(rtf: string): Promise<StatedCodePage> {
  const stated = RTF_CODE_PAGE.exec(rtf)?.[1] ?? '1252'
  const codePage = stated === '0' ? 'windows-1252' : parseCodePageName(stated)
  return {
    decode: await loadDecoder(codePage ?? 'windows-1252'),
    notes: codePage === undefined ? [unknownNote('code page', stated, 'windows-1252')] : [],
  }
}

/**
 * Loads the decoder of the character set that an HTML page states. Undefined where it states none,
 * or is Unicode whatever it states.
 */
export async function loadHtmlDecoder(bytes: Uint8Array): Promise<StatedCodePage | undefined> {
  if (isUtf8(bytes) || bytes.includes(0)) return undefined
  const head = Buffer.from(bytes.subarray(0, MAX_HTML_HEAD_BYTES)).toString('latin1')
  const stated = HTML_CHARSET.exec(head)?.[1]
  if (stated === undefined) return undefined
  const codePage = parseCodePageName(stated)
  if (codePage === 'utf-8') return undefined
  const decode = await loadDecoder(codePage ?? 'windows-1252')
  return {
    decode: (part) => toLfLineEnds(decode(part)),
    notes: codePage === undefined ? [unknownNote('character set', stated, 'windows-1252')] : [],
  }
}

/** Says that what a document states about its bytes is not known, and how it was read. */
const unknownNote = (what: string, stated: string, used: string): string =>
  `Its ${what} ${stated} is not known: read as ${used}, so words may be wrong`

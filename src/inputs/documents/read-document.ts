import { formatCount } from '../../model/duration.ts'
import { isZip } from '../archives/archive-kind.ts'
import { type ConvertedText, convertDocumentText } from '../converted-text.ts'
import { htmlToLines, isHtml } from './html-text.ts'
import { isRtf, rtfToLines } from './rtf-text.ts'
import { loadHtmlDecoder, loadRtfDecoder } from './stated-code-page.ts'

/** A format whose text is taken out before it is parsed. */
export type DocumentKind = 'office' | 'html' | 'rtf'

/** The text of a document, and what the document is. */
export interface DocumentText {
  readonly title: string
  readonly converted: ConvertedText
}

/** Detects a document by the beginning of its bytes and of its text. */
export function detectDocument(bytes: Uint8Array, text: string): DocumentKind | undefined {
  if (isZip(bytes)) return 'office'
  if (isRtf(text)) return 'rtf'
  return isHtml(text) ? 'html' : undefined
}

/**
 * Takes the text out of a document. Nothing in it is executed or fetched. Returns undefined for a
 * zip that is not a document. Throws where the document is damaged.
 */
export async function readDocument(
  kind: DocumentKind,
  bytes: Uint8Array,
  toText: (bytes: Uint8Array) => string,
): Promise<DocumentText | undefined> {
  if (kind === 'html') {
    const title = 'an HTML page'
    const stated = await loadHtmlDecoder(bytes)
    const text = stated ? stated.decode(bytes) : toText(bytes)
    const notes = [noteOf(title), ...(stated?.notes ?? [])]
    const converted = convertDocumentText(htmlToLines(text), notes)
    return { title, converted: stated ? { ...converted, isDecoded: true } : converted }
  }
  if (kind === 'rtf') {
    const title = 'an RTF document'
    const rtf = Buffer.from(bytes).toString('latin1')
    const { decode, notes } = await loadRtfDecoder(rtf)
    return {
      title,
      converted: convertDocumentText(rtfToLines(rtf, decode), [noteOf(title), ...notes]),
    }
  }
  const { readOfficeText } = await import('./office-text.ts')
  const office = await readOfficeText(bytes)
  if (!office) return undefined
  const { text, title, pictures } = office
  const pictureNotes =
    pictures > 0 ? [`${formatCount(pictures, 'picture')} in it cannot be read`] : []
  return { title, converted: convertDocumentText({ text }, [noteOf(title), ...pictureNotes]) }
}

const noteOf = (title: string): string => `Read from ${title}`

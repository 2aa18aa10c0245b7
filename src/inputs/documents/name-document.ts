const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte)

const ascii = (text: string): readonly number[] => [...Buffer.from(text, 'latin1')]

const PICTURE = 'a picture: type its text into a file, or send the text itself'

/** Formats that are not read, with the step that makes their content readable. */
const FORMATS: readonly (readonly [signature: readonly number[], advice: string])[] = [
  [ascii('\x89PNG\r\n'), PICTURE],
  [[0xff, 0xd8, 0xff], PICTURE],
  [ascii('GIF8'), PICTURE],
  [ascii('II*\0'), PICTURE],
  [ascii('MM\0*'), PICTURE],
  [ascii('%PDF-'), 'a PDF document: select and copy its text into a text file'],
  [
    ascii('ElfFile\0'),
    'an event log (.evtx): export it with wevtutil qe <file> /lf:true /f:RenderedXml > events.xml',
  ],
  [
    [0x78, 0x9f, 0x3e, 0x22],
    'attachments in the format of Outlook (winmail.dat): save them in Outlook, and send the files',
  ],
  [ascii('SQLite format 3\0'), 'a database (SQLite), which holds no evidence that is read'],
]

const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
/** Names of streams in compound files, which tell what the file is. */
const COMPOUND_FORMATS: readonly (readonly [stream: string, advice: string])[] = [
  ['WordDocument', 'a Word document (.doc): save it as plain text or .docx'],
  ['Workbook', 'an Excel workbook (.xls): save it as .csv or .xlsx'],
  [
    '__substg1.0_',
    'a mail of Outlook (.msg): save its attachments as files, and its text as .txt or .eml',
  ],
]
const COMPOUND_EXTENSIONS: Readonly<Record<string, number>> = { doc: 0, xls: 1, msg: 2 }
const UNKNOWN_COMPOUND_ADVICE =
  'a document or mail of an old Office format (.doc, .xls, .msg): save it as text, or as .eml'

/** Content type of PKCS #7, 1.2.840.113549.1.7, near the beginning of a file. */
const PKCS7 = Buffer.from('06092a864886f70d0107', 'hex')
const MAX_PKCS7_OFFSET = 32
const SECURED_MAIL_ADVICE =
  'a signature or an encrypted mail (.p7s, .p7m): open the mail in Outlook, and save what is in it'

/** What `nameDocument` can say, each format once. */
export const namedDocuments: readonly string[] = [
  ...new Set([...FORMATS, ...COMPOUND_FORMATS].map(([, advice]) => advice)),
  SECURED_MAIL_ADVICE,
]

/**
 * Says what a file is that is not read, and what makes it readable. Returns undefined for an
 * unknown format.
 */
export function nameDocument(bytes: Uint8Array, fileName: string): string | undefined {
  const [, advice] = FORMATS.find(([signature]) => startsWith(bytes, signature)) ?? []
  if (advice !== undefined) return advice
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (text.subarray(0, MAX_PKCS7_OFFSET).includes(PKCS7)) return SECURED_MAIL_ADVICE
  if (!startsWith(bytes, COMPOUND_FILE)) return undefined
  const byStream = COMPOUND_FORMATS.find(([stream]) =>
    text.includes(Buffer.from(stream, 'utf16le')),
  )
  const extension = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''
  const byName = COMPOUND_FORMATS[COMPOUND_EXTENSIONS[extension] ?? -1]
  return byStream?.[1] ?? byName?.[1] ?? UNKNOWN_COMPOUND_ADVICE
}

import { expect } from 'vitest'
import { readOfficeText } from '../../src/inputs/documents/office-text.ts'
import { readArchive } from '../support/archives/read-archive.ts'
import { createZip, type ZipEntry } from '../support/archives/zip.ts'
import { acceptsTest, keepsTest } from '../support/limits/limit-test.ts'

const WORD_LINES = ['Identity : Global', 'EnableOfflineIm : False']
const TYPES = { name: '[Content_Types].xml', content: '<Types/>' }
const WORD_TEXT = {
  name: 'word/document.xml',
  content: `<document>${WORD_LINES.map((line) => `<p><t>${line}</t></p>`).join('')}</document>`,
}

/** A workbook of sheets with these rows. */
const workbook = (sheets: readonly string[], more: readonly ZipEntry[] = []) =>
  createZip([
    ...sheets.map((rows, at) => ({
      name: `xl/worksheets/sheet${at + 1}.xml`,
      content: `<worksheet>${rows}</worksheet>`,
    })),
    ...more,
  ])

const cells = (count: number) =>
  Array.from({ length: count }, (_, at) => `<c><v>${at}</v></c>`).join('')

keepsTest('inputs/documents/office-text.ts MAX_COLUMNS', async (count) => {
  const office = await readOfficeText(workbook([`<row>${cells(count)}</row>`]))
  // Cells that claim a column that is taken are counted too.
  const again = '<c r="A1"><v>1</v></c>'.repeat(count)
  const repeated = await readOfficeText(workbook([`<row>${again}</row>`]))
  const columns = office?.text.split('\t').length ?? 0
  expect(repeated?.text.split('\t').length).toBe(columns)
  return columns
})

acceptsTest('inputs/documents/office-text.ts MAX_PART_BYTES', async (bytes) => {
  const first = '<row><c><v>1</v></c></row>'
  const tags = '<worksheet></worksheet>'.length
  const second = ' '.repeat(bytes - first.length - 2 * tags)
  const isRead = await isAccepted(workbook([first, second]))
  // A text of repeated strings may be as long as the parts.
  const strings = {
    name: 'xl/sharedStrings.xml',
    content: `<sst><si><t>${'x'.repeat(1023)}</t></si></sst>`,
  }
  const rows = '<row><c t="s"><v>0</v></c></row>'.repeat(bytes >> 10)
  const last = bytes % 1024 === 0 ? '' : '<row><c/></row>'
  expect(await isAccepted(workbook([rows + last], [strings]))).toBe(isRead)
  return isRead
})

async function isAccepted(document: Uint8Array): Promise<boolean> {
  try {
    return (await readOfficeText(document)) !== undefined
  } catch (error) {
    expect(String(error)).toContain('its text unpacks to more than 32 MiB')
    return false
  }
}

acceptsTest('inputs/converted-text.ts MAX_CONVERTED_BYTES', async (bytes) => {
  const picture = (length: number): ZipEntry => ({
    name: 'word/media/image1.png',
    content: Buffer.alloc(length),
    stored: true,
  })
  const empty = createZip([TYPES, WORD_TEXT, picture(0)]).length
  const document = createZip([TYPES, WORD_TEXT, picture(bytes - empty)])
  expect(document.length).toBe(bytes)
  const { report, statusOf } = await readArchive(document, { name: 'a.docx' })
  const verdict = report.verdicts.find(({ rule }) => rule === 'offline-im-disabled')
  if (verdict?.status === 'flagged') return true
  expect(statusOf('a.docx')).toContain('a document larger than 32 MiB: save it as plain text')
  return false
})

import { spawnSync } from 'node:child_process'

/** Says what is missing to read PDF files, or returns undefined. */
export const missingForPdf = (): string | undefined =>
  spawnSync('pdftotext', ['-v']).status === 0
    ? undefined
    : 'poppler (Debian’s package poppler-utils)'

/** Returns the text of each page of a PDF file as it was drawn, with the hyphens at line ends. */
export function pdfPages(path: string): string[] {
  const { status, stdout, stderr } = spawnSync('pdftotext', ['-raw', path, '-'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`pdftotext failed: ${stderr}`)
  // A form feed ends each page.
  return stdout.split('\f').slice(0, -1)
}

import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { noise } from './client-log-records.ts'
import { pick, type Random, seededRandom } from './seeded-random.ts'
import { usTime } from './time-text.ts'

/** A collected bundle: path inside it → content. */
export interface Bundle {
  readonly name: string
  readonly files: Readonly<Record<string, string | Buffer>>
}

const FILES = 20
const BYTES = 200_000
/** Collection time of the sample machines. */
const COLLECTED = Date.UTC(2016, 8, 20, 8, 31)

/** Other files that help desks collect and spoolscope does not read. */
const BESIDE = [
  'ipconfig.txt',
  'screenshot.png',
  'gpresult.html',
  'systeminfo.txt',
  'notes.docx',
  'proxy.pac',
  'route-print.txt',
  'hosts',
  'tasklist.txt',
  'outlook.log',
  'certificates.txt',
  'netstat.txt',
]

const LABELS = [
  'Connection-specific DNS Suffix',
  'Physical Address',
  'DHCP Enabled',
  'Default Gateway',
  'Lease Obtained',
  'Service',
]
const VALUES = [
  'contoso.example',
  '192.0.2.',
  'Yes ',
  'Windows IP Configuration ',
  '00-00-5E-00-53-',
  'running ',
]

type Files = Readonly<Record<string, string | Buffer>>

/**
 * Generates small bundles: about 20 files and 200 kB. Every fifth machine is healthy; the others have
 * a problem of the sample cases each. All contain a long client log without events, and files of no
 * known format.
 */
export async function* bundles(count: number, seed: number): AsyncGenerator<Bundle> {
  const made = await import(pathToFileURL(resolve('samples', 'make', 'cases.mjs')).href)
  const { healthy, ...ill } = made.cases as Readonly<Record<string, () => Files>>
  const causes = Object.values(ill).map((make) => make())
  const inOrder = healthy?.() ?? {}
  const next = seededRandom(seed)
  for (let index = 0; index < count; index += 1) {
    const files = index % 5 === 0 ? inOrder : pick(causes, next)
    yield { name: `PC-${String(index).padStart(6, '0')}`, files: filled(files, next) }
  }
}

function filled(files: Files, next: Random): Files {
  const all: Record<string, string | Buffer> = { ...files }
  const missing = Math.max(0, FILES - 1 - Object.keys(files).length)
  for (const name of BESIDE.slice(0, missing)) all[name] = unread(next)
  const rest = BYTES - Object.values(all).reduce((sum, content) => sum + content.length, 0)
  return { ...all, 'Lync/Tracing/Lync-UccApi-9.UccApilog': quietLog(Math.max(rest, 1000), next) }
}

/** Lines of text without meaning. */
function unread(next: Random): string {
  const lines: string[] = []
  for (let length = 0, least = 1000 + next(4000); length < least; ) {
    const line = `   ${pick(LABELS, next)} . . . . . . . . : ${pick(VALUES, next)}${next(100)}\r\n`
    lines.push(line)
    length += line.length
  }
  return lines.join('')
}

/** A moment up to half an hour before the collection. */
function quietLog(bytes: number, next: Random): string {
  const lines: string[] = []
  let at = COLLECTED - 5_400_000
  for (let length = 0; length < bytes; ) {
    const line = noise(usTime(at, '|'), next)
    lines.push(line)
    length += line.length
    at += next(4000)
  }
  return lines.join('')
}

/** Writes a bundle as a folder. All file times are those of the collection. */
export function writeBundle(folder: string, { name, files }: Bundle): void {
  const when = new Date(COLLECTED)
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, name, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    utimesSync(file, when, when)
  }
}

import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import {
  type CollectionManifest,
  MANIFEST_NAME,
} from '../../src/model/collection/collection-manifest.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** One of samples/whole, laid out as on the user's machine. */
export interface MachineProfile {
  /** Local path of %LOCALAPPDATA%. */
  readonly localAppData: string
  /** The folder of the client. */
  readonly lync: string
  /** What `reg query` prints; undefined if the sample has no registry. */
  readonly registry: Uint8Array | undefined
  /** Path of a file with the Configuration Information. */
  readonly configuration: string | undefined
  /** When the sample was collected, milliseconds UTC. */
  readonly now: number
  readonly machine: string
}

/** Copies a sample below `localAppData`, and gives the spooled files their times. */
export function layOutProfile(
  name: string,
  localAppData = join(temporaryFolder('profile'), 'AppData', 'Local'),
): MachineProfile {
  const sample = join('samples', 'whole', name)
  const lync = join(localAppData, 'Microsoft', 'Office', '16.0', 'Lync')
  mkdirSync(dirname(lync), { recursive: true })
  cpSync(join(sample, 'Lync'), lync, { recursive: true })
  const manifest = JSON.parse(
    readFileSync(join(sample, 'spoolscope-manifest.json'), 'utf8'),
  ) as CollectionManifest
  for (const { path, written } of manifest.files) {
    const time = new Date(written ?? '')
    utimesSync(join(lync, ...path.split('\\').slice(1)), time, time)
  }
  const configuration = join(sample, 'configuration-information.txt')
  const registry = join(sample, 'registry.reg')
  return {
    localAppData,
    lync,
    registry: existsSync(registry) ? asRegQuery(readFileSync(registry, 'utf16le')) : undefined,
    configuration: existsSync(configuration) ? configuration : undefined,
    now: Date.parse(manifest.collectedAt),
    machine: manifest.machine ?? '',
  }
}

/** Writes what `collect.cmd` writes on the machine. Returns the path of the folder. */
export function writeAsScript({
  lync,
  registry,
  configuration,
  now,
  machine,
}: MachineProfile): string {
  const folder = temporaryFolder('script')
  const tracing = join(lync, 'Tracing')
  if (existsSync(tracing))
    cpSync(tracing, join(folder, 'Office', '16.0', 'Lync', 'Tracing'), { recursive: true })
  const spools = readdirSync(lync)
    .filter((name) => existsSync(join(lync, name, 'History Spooler')))
    .map((name) => robocopyList(join(lync, name, 'History Spooler'), name))
  const time = new Date(now).toISOString().replace('.000', '')
  const listing = spools.length > 0 ? [time, ...spools] : [time, '']
  writeFileSync(join(folder, 'spool.txt'), listing.join('\r\n'), 'latin1')
  writeFileSync(
    join(folder, MANIFEST_NAME),
    `{"spoolscopeManifest":1,"collectedAt":"${time}","machine":"${machine}","folders":[],"files":[]}\r\n`,
  )
  if (registry) writeFileSync(join(folder, 'registry.txt'), registry)
  if (configuration !== undefined)
    cpSync(configuration, join(folder, 'configuration-information.txt'))
  return folder
}

/** Writes what `collect.ps1` writes on the machine. Returns the path of the folder. */
export function writeAsPowershell({
  lync,
  registry,
  configuration,
  now,
  machine,
}: MachineProfile): string {
  const folder = temporaryFolder('powershell')
  const base = 'Office/16.0/Lync'
  const tracing = join(lync, 'Tracing')
  if (existsSync(tracing))
    cpSync(tracing, join(folder, 'Office', '16.0', 'Lync', 'Tracing'), { recursive: true })
  const filesIn = (inner: string) =>
    readdirSync(join(lync, inner)).map((name) => {
      const { size, birthtime, mtime } = statSync(join(lync, inner, name))
      // A hashtable has no order.
      return {
        written: roundTripTime(mtime),
        path: `${base}/${inner}/${name}`,
        bytes: size,
        created: roundTripTime(birthtime),
      }
    })
  const spools = readdirSync(lync)
    .map((name) => `${name}/History Spooler`)
    .filter((name) => existsSync(join(lync, name)))
  const files = [...spools.flatMap(filesIn), ...(existsSync(tracing) ? filesIn('Tracing') : [])]
  const manifest =
    `{ "spoolscopeManifest": 1, "collectedAt": "${roundTripTime(new Date(now))}", ` +
    `"machine": "${machine}", "timeZone": { "name": "UTC", "utcOffsetMinutes": 0 }, ` +
    `"folders": ${powershellJson(spools.map((name) => `${base}/${name}`))}, ` +
    `"files": ${powershellJson(files, 4)}, "unread": [\r\n\r\n] }`
  writeFileSync(join(folder, MANIFEST_NAME), `\ufeff${manifest}\r\n`)
  if (registry) {
    // Windows PowerShell decodes the code page of the console, and writes UTF-8 with its mark.
    const text = Buffer.from(registry).toString('latin1')
    writeFileSync(join(folder, 'registry.txt'), `\ufeff${text}`)
  }
  if (configuration !== undefined)
    cpSync(configuration, join(folder, 'configuration-information.txt'))
  return folder
}

/** `ToString('o')`: 2016-09-20T08:31:00.0000000Z */
const roundTripTime = (time: Date): string => time.toISOString().replace('Z', '0000Z')

/** Windows PowerShell escapes what HTML would read. */
const powershellJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent)
    .replaceAll('\n', '\r\n')
    .replaceAll("'", '\\u0027')
    .replaceAll('&', '\\u0026')

/** What `robocopy /L /E /XJ /TS /BYTES /NP /R:0` prints of a spool. Times are UTC. */
function robocopyList(spool: string, user: string): string {
  const line = '-'.repeat(79)
  const windowsPath = `C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync\\${user}\\History Spooler\\`
  const names = readdirSync(spool).sort()
  const files = names.map((name) => {
    const { size, mtime } = statSync(join(spool, name))
    const time = mtime.toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')
    return `\t    New File  \t\t    ${size}\t${time}\t${name}`
  })
  return [
    '',
    line,
    '   ROBOCOPY     ::     Robust File Copy for Windows                              ',
    line,
    '',
    '  Started : Tuesday, September 20, 2016 10:31:00 AM',
    `   Source : ${windowsPath}`,
    '     Dest : C:\\Users\\kim\\Desktop\\spoolscope-PC-0142-1\\nothing\\',
    '',
    '    Files : *.*',
    '\t    ',
    '  Options : *.* /TS /L /S /E /BYTES /DCOPY:DA /COPY:DAT /XJ /NP /R:0 /W:30 ',
    '',
    line,
    '',
    `\t  New Dir          ${names.length}\t${windowsPath}`,
    ...files,
    '',
    line,
    '',
    '               Total    Copied   Skipped  Mismatch    FAILED    Extras',
    '    Dirs :         1         1         0         0         0         0',
    `   Files : ${names.length}         ${names.length}         0         0         0         0`,
    '',
  ].join('\r\n')
}

/** The text of a registry export as `reg query` prints the same values. */
function asRegQuery(text: string): Uint8Array {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const key = /^\[(.*)\]$/.exec(line)?.[1]
    if (key !== undefined) return ['', key]
    const [, name, number, string] = /^"(.*)"=(?:dword:([0-9a-f]+)|"(.*)")$/.exec(line) ?? []
    if (name === undefined) return []
    if (number !== undefined)
      return [`    ${name}    REG_DWORD    0x${Number.parseInt(number, 16).toString(16)}`]
    return [`    ${name}    REG_SZ    ${string?.replaceAll('\\\\', '\\')}`]
  })
  return Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1')
}

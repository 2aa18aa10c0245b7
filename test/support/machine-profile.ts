import { cpSync, existsSync, mkdirSync, readFileSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CollectionManifest } from '../../src/model/collection-manifest.ts'
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

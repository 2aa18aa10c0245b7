import { statSync } from 'node:fs'
import { hostname } from 'node:os'
import { win32 } from 'node:path'
import {
  type ClientProgram,
  type CollectionManifest,
  MANIFEST_VERSION,
  type MachineTimeZone,
  type UnreadItem,
} from '../../model/collection/collection-manifest.ts'
import { defined, present } from '../../model/defined.ts'
import { toIsoTime } from '../../model/moment.ts'
import type { FoundInput } from '../find-files.ts'
import { describeReadError } from '../read-error.ts'
import { readFileVersion } from './file-version.ts'
import { createProgramRunner, type RunProgram, readRegistryValues } from './registry-values.ts'

/** Facts that a machine reports about itself, besides the files of the client. */
export interface MachineFacts {
  readonly machine: string
  readonly timeZone: MachineTimeZone
  /** The output of `reg query`; undefined without any value, such as on other systems. */
  readonly registry?: Uint8Array
  readonly client?: ClientProgram
  readonly unread: readonly UnreadItem[]
}

/** Name of the registry values in a bundle, and as an input of a report. */
export const REGISTRY_NAME = 'registry.txt'

/** Reads the facts of this machine. Those of the registry exist on Windows only. */
export function readMachineFacts(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  now: number,
  run: RunProgram = createProgramRunner(env),
): MachineFacts {
  const own = { machine: hostname(), timeZone: readTimeZone(now) }
  if (platform !== 'win32')
    return {
      ...own,
      unread: [{ path: 'registry', reason: 'read on Windows only' }],
    }
  const { text, unread } = readRegistryValues(run)
  const program = findClientProgram(Buffer.from(text).toString('latin1'), env)
  return {
    ...own,
    ...defined({
      registry: text.length > 0 ? text : undefined,
      client: 'version' in program ? program : undefined,
    }),
    unread: 'version' in program ? unread : [...unread, program],
  }
}

/** The time zone of this machine, and its offset at a moment (milliseconds UTC). */
const readTimeZone = (now: number): MachineTimeZone => ({
  name: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  // -0 for UTC is no number in JSON.
  utcOffsetMinutes: -new Date(now).getTimezoneOffset() || 0,
})

/** `    (Default)    REG_SZ    C:\Program Files\Microsoft Office\Root\Office16\lync.exe` */
const PROGRAM_PATH =
  /REG_(?:EXPAND_)?SZ {4}"?([A-Za-z]:\\[^"\r\n]{1,400}\\lync\.exe)"?[ \t\r]{0,9}$/im
/** `    InstallationPath    REG_SZ    C:\Program Files\Microsoft Office` */
const INSTALLATION_PATH =
  /^ {4}InstallationPath {4}REG_SZ {4}([A-Za-z]:\\[^"\r\n]{0,400}[^"\s])[ \t\r]{0,99}$/im
const PROGRAM_FOLDERS = [
  'root\\Office16',
  'Office16',
  '..\\Microsoft Office 15\\root\\office15',
  'Office15',
]

/** The installed client, else why its version is not known. */
function findClientProgram(registry: string, env: NodeJS.ProcessEnv): ClientProgram | UnreadItem {
  const installed = INSTALLATION_PATH.exec(registry)?.[1]
  const roots = present([
    installed,
    env.ProgramFiles && win32.join(env.ProgramFiles, 'Microsoft Office'),
    env['ProgramFiles(x86)'] && win32.join(env['ProgramFiles(x86)'], 'Microsoft Office'),
  ])
  const candidates = present([
    PROGRAM_PATH.exec(registry)?.[1],
    ...roots.flatMap((root) =>
      PROGRAM_FOLDERS.map((folder) => win32.join(root, folder, 'lync.exe')),
    ),
  ])
  const path = candidates.find((candidate) =>
    statSync(candidate, { throwIfNoEntry: false })?.isFile(),
  )
  if (path === undefined) return { path: 'Lync.exe', reason: 'not found where Office installs it' }
  try {
    const version = readFileVersion(path)
    return version === undefined ? { path, reason: 'states no file version' } : { path, version }
  } catch (error) {
    return { path, reason: describeReadError(error) }
  }
}

/**
 * The facts as inputs of an analysis: the same evidence as a bundle of this machine contains. `now`:
 * milliseconds UTC.
 */
export function machineInputs(facts: MachineFacts, now: number): FoundInput[] {
  const { machine, timeZone, client, registry } = facts
  const manifest: CollectionManifest = {
    spoolscopeManifest: MANIFEST_VERSION,
    collectedAt: toIsoTime(now),
    machine,
    timeZone,
    folders: [],
    files: [],
    ...defined({ client }),
  }
  return present([
    toInput('this machine', Buffer.from(JSON.stringify(manifest, undefined, 1))),
    registry && toInput('registry of this machine', registry),
  ])
}

const toInput = (path: string, content: Uint8Array): FoundInput => ({
  kind: 'file',
  location: path,
  path,
  bytes: content.length,
  content,
})

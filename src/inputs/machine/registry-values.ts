import { spawnSync } from 'node:child_process'
import { win32 } from 'node:path'
import type { UnreadItem } from '../../model/collection-manifest.ts'

const OFFICE = 'SOFTWARE\\Microsoft\\Office'
const POLICIES = 'SOFTWARE\\Policies\\Microsoft\\Office'

/**
 * The keys with edition, channel and build of the client, its tracing settings, its policies,
 * where it is installed, and the time zone.
 */
export const REGISTRY_KEYS: readonly string[] = [
  `HKLM\\${OFFICE}\\ClickToRun\\Configuration`,
  `HKLM\\${OFFICE}\\15.0\\ClickToRun\\Configuration`,
  ...['16.0', '15.0'].flatMap((version) => [
    `HKCU\\${OFFICE}\\${version}\\Lync`,
    `HKCU\\${POLICIES}\\${version}\\Lync`,
    `HKLM\\${POLICIES}\\${version}\\Lync`,
  ]),
  `HKLM\\${POLICIES}\\16.0\\Common\\OfficeUpdate`,
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\lync.exe',
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation',
]

const TIMEOUT_MS = 20_000
const MAX_OUTPUT_BYTES = 4 << 20
/** A value whose name says that it is a secret. Its data are not collected. */
const SECRET_VALUE = /^ {4}[^\r\n]*?(?:passw|secret|credential|token|cookie)[^\r\n]*$/gim

/** What a program of Windows printed. */
export interface ProgramOutput {
  readonly status: number | null
  readonly stdout: Uint8Array
  readonly stderr: string
}

/** Runs a program of Windows from the system folder. */
export type RunProgram = (name: string, args: readonly string[]) => ProgramOutput

/**
 * Runs programs by their full paths: no program of the same name in another folder is started.
 * An error of the system, such as that the program is missing, becomes `stderr`.
 */
export const createProgramRunner =
  (env: NodeJS.ProcessEnv): RunProgram =>
  (name, args) => {
    const system = win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32')
    const { status, stdout, stderr, error } = spawnSync(win32.join(system, name), args, {
      timeout: TIMEOUT_MS,
      maxBuffer: MAX_OUTPUT_BYTES,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return { status, stdout, stderr: error?.message ?? stderr.toString('latin1').trim() }
  }

export interface RegistryValues {
  /** The output of `reg query` for all keys that exist, one after the other. */
  readonly text: Uint8Array
  /** Keys that do not exist or cannot be read. Both are facts. */
  readonly unread: readonly UnreadItem[]
}

/** Reads the values of all keys by `reg query`, which every Windows has. Changes nothing. */
export function readRegistryValues(run: RunProgram): RegistryValues {
  const texts: Uint8Array[] = []
  const unread: UnreadItem[] = []
  for (const key of REGISTRY_KEYS) {
    const { status, stdout, stderr } = run('reg.exe', ['query', key])
    if (status === 0) texts.push(removeSecrets(stdout))
    else unread.push({ path: key, reason: `reg query: ${firstLine(stderr) || 'failed'}` })
  }
  return { text: Buffer.concat(texts), unread }
}

/** The bytes stay in the code page of the console. */
const removeSecrets = (bytes: Uint8Array): Uint8Array =>
  Buffer.from(Buffer.from(bytes).toString('latin1').replace(SECRET_VALUE, ''), 'latin1')

const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0]?.trim() ?? ''

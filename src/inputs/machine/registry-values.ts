import { spawnSync } from 'node:child_process'
import { win32 } from 'node:path'
import type { UnreadItem } from '../../model/collection/collection-manifest.ts'

const OFFICE = 'SOFTWARE\\Microsoft\\Office'
const POLICIES = 'SOFTWARE\\Policies\\Microsoft\\Office'

/** A key to read. */
export interface RegistryKey {
  readonly key: string
  /** The values to read of it; undefined for all. */
  readonly names?: readonly string[]
}

/** The other values of the key of a user are none of our business, such as saved passwords. */
const TRACING_VALUES = ['EnableTracing', 'EnableLogCollecting', 'TracingLevel']

/**
 * The keys with edition, channel and build of the client, its tracing settings, its policies,
 * where it is installed, and the time zone.
 */
export const REGISTRY_KEYS: readonly RegistryKey[] = [
  { key: `HKLM\\${OFFICE}\\ClickToRun\\Configuration` },
  { key: `HKLM\\${OFFICE}\\15.0\\ClickToRun\\Configuration` },
  ...['16.0', '15.0'].flatMap((version) => [
    { key: `HKCU\\${OFFICE}\\${version}\\Lync`, names: TRACING_VALUES },
    { key: `HKCU\\${POLICIES}\\${version}\\Lync` },
    { key: `HKLM\\${POLICIES}\\${version}\\Lync` },
  ]),
  { key: `HKLM\\${POLICIES}\\16.0\\Common\\OfficeUpdate` },
  { key: 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\lync.exe' },
  { key: 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation' },
]

/**
 * A hanging system must not hang `doctor`.
 * Limit: time for one query of the registry.
 * Beyond: the values are listed as not read.
 */
const TIMEOUT_MS = 20_000
/**
 * The keys that are read have some hundred values.
 * Limit: bytes of the answer to a query of the registry.
 * Beyond: the values are listed as not read.
 */
const MAX_OUTPUT_BYTES = 4 << 20

/** Output of a program of Windows. */
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
  (env: NodeJS.ProcessEnv, timeoutMs = TIMEOUT_MS): RunProgram =>
  (name, args) => {
    const system = win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32')
    const { status, stdout, stderr, error } = spawnSync(win32.join(system, name), args, {
      timeout: timeoutMs,
      maxBuffer: MAX_OUTPUT_BYTES,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    // A program whose output was cut may have ended well by itself before it was stopped.
    if (error) return { status: null, stdout, stderr: error.message }
    return { status, stdout, stderr: stderr.toString('latin1').trim() }
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
  for (const { key, names } of REGISTRY_KEYS) {
    const { status, stdout, stderr } = run('reg.exe', ['query', key])
    if (status === 0) texts.push(names ? keepValues(stdout, names) : stdout)
    else unread.push({ path: key, reason: `reg query: ${firstLine(stderr) || 'failed'}` })
  }
  return { text: Buffer.concat(texts), unread }
}

/** `    EnableTracing    REG_DWORD    0x1` */
const VALUE_LINE = /^ {4}(\S.*?) {4}REG_/

/** Keeps the key and these values. The bytes stay in the code page of the console. */
function keepValues(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .split(/\r?\n/)
    .filter((line) => {
      if (/^HKEY_[A-Z_]+\\/.test(line)) return true
      return wanted.has(VALUE_LINE.exec(line)?.[1]?.toLowerCase() ?? '')
    })
  return Buffer.from(`\r\n${lines.join('\r\n')}\r\n`, 'latin1')
}

const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0]?.trim() ?? ''

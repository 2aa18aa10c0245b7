import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { CLI } from './built-program.ts'
import { CACHE, type Input } from './cache.ts'
import type { Program } from './measure.ts'

const PEAK = resolve('bench', 'peak.cjs')
const sizeOf = (inputs: readonly Input[]): number =>
  inputs.reduce((sum, { bytes }) => sum + bytes, 0)
const node = (args: readonly string[], bytes = 0): Program => ({
  name: 'Node doing nothing',
  command: process.execPath,
  args,
  bytes,
  exits: [0, 1], // 1: something was flagged
})

/** spoolscope over these inputs, with its peak memory reported. */
export const ours = (inputs: readonly Input[], jobs = 1): Program => ({
  ...node(['--require', PEAK, ...analyze(jobs), ...inputs.map(({ path }) => path)], sizeOf(inputs)),
  name: 'spoolscope',
})
const analyze = (jobs: number) => [CLI, 'analyze', '--jobs', String(jobs), '--format', 'json']

/** spoolscope as a user starts it, for short runs. */
export const command = (...args: readonly string[]): Program => node([CLI, ...args])
export const smallCase = command('analyze', join('samples', 'whole', 'stuck-on-premises'))
export const nothing: Program = node(['-e', '0'])

const script = (name: string, { path, bytes }: Input): Program => ({
  ...node([join(CACHE, 'build', 'rivals', `${name}.js`), path], bytes),
  name,
})
export const readline = (input: Input): Program => script('readline', input)
export const csvParse = (input: Input): Program => script('csv-parse', input)

/** lnav: reads and indexes the whole file, runs no commands, prints nothing. */
export const lnav = ({ path, bytes }: Input): Program => ({
  name: 'lnav',
  command: 'lnav',
  args: ['-n', '-q', path],
  bytes,
  exits: [0],
})

export const ripgrep = ({ path, bytes }: Input, literal: string): Program => ({
  name: 'rg -c',
  command: 'rg',
  args: ['--no-config', '--fixed-strings', '-c', literal, path],
  bytes,
  exits: [0],
})

export const lineCount = ({ path, bytes }: Input): Program => ({
  name: 'wc -l',
  command: 'wc',
  args: ['-l', path],
  bytes,
  exits: [0],
})

/** The version line that a program prints; undefined when it is not installed. */
export function versionOf(command: string, flag: string): string | undefined {
  const { error, stdout } = spawnSync(command, [flag], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return error ? undefined : stdout.split('\n')[0]?.trim()
}

const found = new Map<string, boolean>()
/** Whether a rival is installed. The table names a missing one; nothing else depends on it. */
export function installed({ command }: Program): boolean {
  const known =
    found.get(command) ?? versionOf(command, command === 'lnav' ? '-V' : '--version') !== undefined
  found.set(command, known)
  return known
}

import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandDefinitions } from '../../src/cli/command-definitions.ts'
import { createZip } from '../support/archives/zip.ts'
import { findActiveContent } from '../support/attacks/active-content.ts'
import { attackCase } from '../support/attacks/attack-case.ts'
import { attackReport } from '../support/attacks/attack-report.ts'
import { ALL_ATTACKS, ATTACKS } from '../support/attacks/attacks.ts'
import { diagnosedReport } from '../support/diagnosed-report.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CLI = resolve('dist/cli.js')
const folder = temporaryFolder('hostile-commands')
const bundle = attackCase(folder)

const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return name
}
/** The attacks without zeros and halves of characters, which an argument cannot have. */
const ARGUMENT = ALL_ATTACKS.replace(/[\0\p{Cs}]/gu, '')

const hostile = attackReport(diagnosedReport())
const report = write('report.json', JSON.stringify(hostile))
const laterReport = write('later.json', JSON.stringify(attackReport(hostile)))
const line = { schemaVersion: 1, ruleSet: 'a', status: 'judged' }
const results = write(
  'results.ndjson',
  `${ATTACKS.map((bundle) => JSON.stringify({ ...line, bundle, report: hostile.cases[0] })).join('\n')}\n{"bundle":\n`,
)
const log = write(
  'log.txt',
  `${ATTACKS.join('\r\n').replaceAll('\0', '')}\r\nsip:kim@contoso.example\r\n`,
)
const map = write(
  'names.map',
  [
    { spoolscope: 'redaction-map', version: 1, key: null, shift: 0 },
    ['user-1', ALL_ATTACKS, 'user'],
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join(''),
)
const redacted = write('answer.txt', 'user-1 has called\n')
const trace = write(
  'trace.etl',
  readFileSync('samples/hostile/parser-etl-binary/header-leads-to-the-end.etl'),
)
const collected = write(
  'collected.zip',
  createZip([
    {
      name: 'spoolscope-manifest.json',
      content: JSON.stringify({
        spoolscopeManifest: 1,
        collectedAt: '2016-06-14T12:00:00Z',
        folders: [],
        files: ATTACKS.map((path) => ({ path, bytes: 1, sha256: 'a'.repeat(64) })),
      }),
    },
    { name: '../x', content: 'x' },
  ]),
)
const hostileConfig = write(
  'hostile.yaml',
  ATTACKS.map((text) => `${JSON.stringify(text)}: ${JSON.stringify(text)}\n`).join(''),
)
mkdirSync(join(folder, 'bundles'))
attackCase(join(folder, 'bundles'))
write('bundles/lying.zip', createZip([{ name: 'a', content: 'x', declares: { bytes: 4e9 } }]))

/** A hostile run of a command, and what shows that it did its work. */
interface HostileRun {
  readonly args: readonly string[]
  readonly status: number
  /** In standard output or standard error. */
  readonly shows: RegExp
}

const runs: Readonly<Record<keyof typeof commandDefinitions, HostileRun>> = {
  analyze: { args: ['analyze', bundle, '--full'], status: 1, shows: /atk-policy/ },
  collect: {
    args: ['collect', join(bundle, 'Lync'), '--output', 'out.zip'],
    status: 0,
    shows: /out\.zip/,
  },
  doctor: { args: ['doctor', join(bundle, 'Lync')], status: 0, shows: /History Spooler: 4 items/ },
  verify: { args: ['verify', collected], status: 1, shows: /alert\(1\)/ },
  batch: {
    args: ['batch', 'bundles', '--output', 'batch.ndjson', '--jobs', '1'],
    status: 1,
    shows: /2 bundles/,
  },
  merge: { args: ['merge', results, '--output', 'merged.ndjson'], status: 0, shows: /damaged/ },
  summarize: { args: ['summarize', results], status: 0, shows: /onerror/ },
  worker: { args: ['worker', '--queue', ARGUMENT], status: 2, shows: /--queue/ },
  diff: { args: ['diff', report, laterReport], status: 0, shows: /onerror/ },
  watch: {
    args: ['watch', bundle, '--format', 'ndjson', '--until', '1s'],
    status: 0,
    shows: /atk-file/,
  },
  show: {
    args: ['show', `${bundle}:policies.txt:5`, '--format', 'json'],
    status: 0,
    shows: /atk-policy/,
  },
  pack: {
    args: ['pack', '--for', 'vendor', bundle, '--output', 'pack.zip'],
    status: 0,
    shows: /Written to pack\.zip/,
  },
  redact: { args: ['redact', log, '-'], status: 0, shows: /user-1@domain-1/ },
  unredact: {
    args: ['unredact', redacted, '--redact-map', map],
    status: 0,
    shows: /alert\(1\).* has called/s,
  },
  rules: { args: ['rules', ARGUMENT], status: 2, shows: /rules/ },
  explain: { args: ['explain', ARGUMENT], status: 2, shows: /rule/ },
  render: { args: ['render', report, '--format', 'table'], status: 0, shows: /onerror/ },
  'etl info': { args: ['etl', 'info', trace], status: 0, shows: /SynthSession/ },
  'etl print': { args: ['etl', 'print', trace], status: 0, shows: /is damaged in 2 places/ },
  help: { args: ['help', ARGUMENT], status: 2, shows: /onerror/ },
  config: {
    args: ['config', '--config', hostileConfig],
    status: 2,
    shows: /There is no option “.*alert\(1\)/,
  },
  completion: { args: ['completion', ARGUMENT], status: 2, shows: /bash/i },
}

it('every command has a hostile run', () => {
  expect(Object.keys(runs).sort()).toEqual(Object.keys(commandDefinitions).sort())
})

describe.each(Object.entries(runs))('%s', (command, { args, status, shows }) => {
  it('does its work on hostile input, and prints nothing that a terminal acts on', () => {
    const run = spawnSync(process.execPath, [CLI, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', COLUMNS: '100' },
      input: '',
    })
    expect(run.stderr).not.toMatch(/bug in spoolscope|^\s+at /m)
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status, stderr: run.stderr })
    expect(run.stdout + run.stderr).toMatch(shows)
    // A copy of a text keeps its characters, but for escape sequences of names put back.
    const isCopy = command === 'redact' || command === 'unredact'
    if (command === 'unredact') expect(run.stdout).not.toMatch(/[\u001b\u0080-\u009f]/)
    const printed = isCopy ? run.stderr : run.stdout + run.stderr
    expect(findActiveContent('table', Buffer.from(printed))).toEqual([])
  })
})

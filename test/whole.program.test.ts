import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../src/model/report.ts'
import { reportSchemaProblems } from './support/schemas/report-schema.ts'

/** The causes that each whole case is made to show, and nothing else. */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
  healthy: [],
  'stuck-on-premises': [
    'spool-message-stuck',
    'client-build-too-old-for-on-premises-mailbox',
    'ews-request-failing',
  ],
  'stuck-on-premises-fixed': [],
  'offline-im-disabled': ['offline-im-disabled'],
  'auto-archiving-disabled': ['auto-archiving-disabled'],
  'client-too-old': ['client-build-too-old', 'client-build-too-old-for-on-premises-mailbox'],
  'windows-installer': [
    'client-build-too-old',
    'client-build-too-old-for-on-premises-mailbox',
    'windows-installer-client',
  ],
  'drafts-filling': [
    'client-build-too-old-for-on-premises-mailbox',
    'drafts-accumulating',
    'drafts-fix-missing',
  ],
  'server-before-cu3': ['server-before-cu3'],
  'ews-unavailable': ['spool-message-stuck', 'ews-unavailable'],
  'exchange-online-retired': ['spool-message-stuck', 'ews-retired-in-exchange-online'],
  'mail-domain-differs': ['mail-domain-differs-from-sip-domain'],
  'federated-recipient': ['federated-recipient'],
  'logs-that-prove-little': [
    'spool-message-stuck',
    'logging-not-full',
    'trace-not-decoded',
    'log-does-not-cover-incident',
  ],
  'two-users': ['spool-message-stuck', 'auto-archiving-disabled'],
}

/** The outcome of the diagnosis of each case, and its causes with their certainty, in order. */
const DIAGNOSES: Readonly<Record<string, readonly string[]>> = {
  healthy: ['nothing-wrong'],
  'stuck-on-premises': [
    'cause-found',
    'likely ews-request-failing',
    'possible client-build-too-old-for-on-premises-mailbox',
  ],
  'stuck-on-premises-fixed': ['nothing-wrong'],
  'offline-im-disabled': ['cause-found', 'proven offline-im-disabled'],
  'auto-archiving-disabled': ['cause-found', 'proven auto-archiving-disabled'],
  'client-too-old': ['cause-found', 'proven client-build-too-old'],
  'windows-installer': ['cause-found', 'proven windows-installer-client'],
  'drafts-filling': [
    'cause-found',
    'likely client-build-too-old-for-on-premises-mailbox',
    'likely drafts-fix-missing',
  ],
  'server-before-cu3': ['cause-found', 'proven server-before-cu3'],
  'ews-unavailable': ['cause-found', 'proven ews-unavailable'],
  'exchange-online-retired': ['cause-possible', 'possible ews-retired-in-exchange-online'],
  'mail-domain-differs': ['nothing-wrong'],
  'federated-recipient': ['nothing-wrong'],
  'logs-that-prove-little': ['unexplained'],
  'two-users': ['cause-found', 'proven auto-archiving-disabled'],
}

const analyze = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/cli.js', 'analyze', ...args, '--format', 'json'], {
    encoding: 'utf8',
  })

it('every whole case is expected here', () => {
  expect(readdirSync(join('samples', 'whole')).sort()).toEqual(Object.keys(CAUSES).sort())
})

describe.each(Object.entries(CAUSES))('the case %s', (name, causes) => {
  const run = analyze(join('samples', 'whole', name))
  const report = JSON.parse(run.stdout) as Report
  const verdicts = report.cases[0]?.verdicts ?? []

  it('shows its causes and nothing else', () => {
    expect(
      verdicts
        .filter(({ status }) => status === 'flagged')
        .map(({ rule }) => rule)
        .sort(),
    ).toEqual([...causes].sort())
    expect(verdicts.filter(({ status }) => status === 'crashed')).toEqual([])
  })

  it('has its diagnosis', () => {
    const { outcome, causes: found = [] } = report.cases[0]?.diagnosis ?? {}
    const texts = found.map(({ certainty, rule }) => `${certainty} ${rule}`)
    expect([outcome, ...texts]).toEqual(DIAGNOSES[name])
  })

  it('ends with the exit code that its verdicts ask for', () => {
    const errors = verdicts.some(
      ({ status, severity }) => status === 'flagged' && severity === 'error',
    )
    expect(run.status).toBe(errors ? 1 : 0)
    expect(run.stderr).toBe('')
  })

  it('has a report as it always was, which the published schema allows', async () => {
    expect(reportSchemaProblems(report)).toEqual([])
    await expect(run.stdout).toMatchFileSnapshot(join('golden', `${name}.json.txt`))
  })
})

it('the same input gives the same bytes', () => {
  const sample = join('samples', 'whole', 'stuck-on-premises')
  expect(analyze(sample).stdout).toBe(analyze(sample).stdout)
})

it('a healthy case is checked in full', () => {
  const report = JSON.parse(analyze(join('samples', 'whole', 'healthy')).stdout) as Report
  expect(report.cases[0]?.verdicts.map(({ status }) => status)).toEqual(
    Array.from({ length: 20 }, () => 'clear'),
  )
})

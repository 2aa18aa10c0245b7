import { spawnSync } from 'node:child_process'
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CLI = resolve('dist/cli.js')
const LOG = 'kim@contoso.example signs in\n'

let folder: string
let lync: string
let outside: string
beforeEach(() => {
  folder = realpathSync(temporaryFolder('links'))
  lync = join(folder, 'Lync')
  outside = join(folder, 'outside')
  mkdirSync(join(lync, 'Tracing'), { recursive: true })
  mkdirSync(outside)
  writeFileSync(join(outside, 'a.log'), LOG)
  symlinkSync(join(outside, 'a.log'), join(lync, 'Tracing', 'a.log'))
})

const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe.skipIf(process.platform === 'win32')('a link in a case', () => {
  it('is listed by collect with how to follow it, and collected with --follow-links', () => {
    const notFollowed = run('collect', 'Lync', '--output', '1.zip')
    expect(notFollowed.status).toBe(0)
    expect(notFollowed.stderr).toContain('Collected 0 files')
    expect(notFollowed.stderr).toContain(
      `Lync/Tracing/a.log: a link to ${join(outside, 'a.log')}, which is not followed: ` +
        'pass --follow-links',
    )
    const followed = run('collect', 'Lync', '--output', '2.zip', '--follow-links')
    expect(followed.stderr).toContain(`Collected 1 file (${LOG.length} B)`)
    expect(followed.stderr).not.toContain('Not collected (1')
  })

  it('is what doctor cannot read, unless it gets --follow-links', () => {
    expect(run('doctor', 'Lync')).toMatchObject({ status: 1 })
    expect(run('doctor', 'Lync').stdout).toContain('which is not followed: pass --follow-links')
    const followed = run('doctor', 'Lync', '--follow-links')
    expect(followed.status).toBe(0)
    expect(followed.stdout).toContain('Logs: 1 file,')
  })

  it('is watched with --follow-links', () => {
    const watch = (...more: readonly string[]) => {
      const args = ['watch', 'Lync', '--format', 'ndjson', '--until', '1s', '--verbose', ...more]
      const { status, stdout, stderr } = run(...args)
      expect(status).toBe(0)
      return { events: stdout, stderr }
    }
    writeFileSync(join(outside, 'a.log'), '06/14/2016|08:00:00.123 0BC4:1A2C INFO  :: a\r\n')
    expect(watch().stderr).toContain('a folder; links in it are not followed')
    expect(watch().events).toContain('"inputs":1,"records":0')
    expect(watch('--follow-links').stderr).toContain('a folder; links in it are followed')
    expect(watch('--follow-links').events).toContain('"inputs":1,"records":1')
  })

  it('is redacted with --follow-links', () => {
    const link = join('Lync', 'Tracing', 'a.log')
    expect(run('redact', link, '-')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        `spoolscope: ${link} is a link to ${join(outside, 'a.log')}, which is not followed. ` +
        'Pass its target, or --follow-links.\n',
    })
    const followed = run('redact', link, '-', '--follow-links')
    expect(followed).toMatchObject({ status: 0, stdout: 'user-1@domain-1 signs in\n' })
  })

  it.each([
    ['nowhere', 'a link to nowhere, which does not exist'],
    ['link', 'a link to link, which leads around in a circle'],
    ['/dev/zero', 'a device, which is not read'],
  ])('to %s is never redacted', (target, reason) => {
    symlinkSync(target, join(folder, 'link'))
    for (const more of [[], ['--follow-links']])
      expect(run('redact', 'link', '-', ...more)).toEqual({
        status: 2,
        stdout: '',
        stderr: `spoolscope: link is ${reason}. Pass a file or a folder.\n`,
      })
  })
})

it.skipIf(process.platform === 'win32')('redact reads no device', () => {
  expect(run('redact', '/dev/zero', '-')).toEqual({
    status: 2,
    stdout: '',
    stderr: 'spoolscope: /dev/zero is a device, which is not read. Pass a file or a folder.\n',
  })
})

it.skipIf(process.platform === 'win32')('redact reads what a shell passes as a pipe', () => {
  const script = '"$1" "$2" redact <(echo kim@contoso.example) -'
  const { status, stdout } = spawnSync('bash', ['-c', script, 'bash', process.execPath, CLI], {
    encoding: 'utf8',
  })
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'user-1@domain-1\n' })
})

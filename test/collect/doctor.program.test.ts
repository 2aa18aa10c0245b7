import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { layOutProfile } from '../support/machine-profile.ts'

const CLI = resolve('dist/cli.js')
const doctor = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'doctor', ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('doctor', () => {
  let lync: string
  beforeEach(() => {
    lync = layOutProfile('stuck-on-premises').lync
  })

  it('says what is in a folder, and the commands that come next', () => {
    const { status, stdout, stderr } = doctor(lync)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('Logs: 2 files, 42.0 kB, written until ')
    expect(stdout).toContain('5 items, the oldest since 2016-09-20 06:29:00 UTC')
    expect(stdout).toContain(`spoolscope analyze "${lync}"\n`)
    expect(stdout).toContain(`spoolscope collect "${lync}"\n`)
  })

  it('says what cannot be read, and draws no sign that a name asks for', () => {
    symlinkSync('/nowhere', join(lync, 'Tracing', 'evil\u001b[2J.log'))
    mkdirSync(join(lync, 'sip_eve@contoso.example', 'History Spooler'), { recursive: true })
    const { status, stdout } = doctor(lync)
    expect(status).toBe(1)
    expect(stdout.replace(/\n +/g, ' ')).toContain(
      'Cannot be read: Tracing/evil\\u{1b}[2J.log (a link to /nowhere, which is not followed: pass --follow-links)',
    )
    expect(stdout).toContain('sip_eve@contoso.example/History Spooler: 0 items')
    expect(stdout).not.toContain('\u001b')
  })

  it('says the fix for a path that is not a Lync folder, and for no path here', () => {
    expect(doctor(CLI)).toMatchObject({ status: 2, stdout: '' })
    expect(doctor('/no/such/folder').stderr).toContain('No such file or folder')
    expect(doctor().stderr).toContain('Only on Windows can the path be omitted')
  })
})

import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'

const etl = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/cli.js', 'etl', ...args], { encoding: 'utf8' })
const sample = (kind: string) => `samples/formats/etl-binary/client-${kind}.etl`
const FIRST = '[1]1A2C.09F4::2016/09/20-06:01:58.800000000 '

describe('etl print', () => {
  it('reads WPP messages with a TMF from the command line', () => {
    const { stdout, status } = etl(
      'print',
      sample('wpp'),
      '--tmf',
      'samples/tmf/client.tmf',
      '--grep',
      'Initialize',
    )
    expect([status, stdout]).toEqual([
      0,
      `${FIRST}[Lync-Client]CUccTrace::Write: [0] CUccPlatform::Initialize\n`,
    ])
  })

  it('reads events with a manifest from the command line', () => {
    const { stdout } = etl(
      'print',
      sample('opaque'),
      '--manifest',
      'samples/formats/manifest',
      '--grep',
      'Initialize',
    )
    expect(stdout).toBe(`${FIRST}[Contoso-Client][0] CUccPlatform::Initialize\n`)
  })

  it('shows the texts of events that stay opaque', () => {
    expect(etl('print', sample('wpp'), '--grep', 'Initialize').stdout).toBe(
      `${FIRST}[Unknown]Unknown( 15): GUID=5d0e4f3a-1b2c-4d5e-8f60-718293a4b5c6 ` +
        '(No Format Information found).Status:1168 "CUccPlatform::Initialize"\n',
    )
  })

  it('rejects a file that is not a TMF, and says the fix', () => {
    const { stderr, status } = etl('print', sample('wpp'), '--tmf', 'README.md')
    expect([status, stderr]).toEqual([
      2,
      'spoolscope: --tmf README.md: this is not a trace message format file.\n',
    ])
  })
})

it('etl info reports the share of events that a TMF decodes', () => {
  expect(etl('info', sample('wpp'), '--tmf', 'samples/tmf').stdout).toMatch(
    /150\s+100 %\s+Lync-Client/,
  )
  expect(etl('info', sample('wpp')).stdout).not.toContain('100 %')
})

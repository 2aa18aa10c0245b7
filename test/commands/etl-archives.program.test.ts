import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createTar } from '../support/archives/tar.ts'
import { createZip } from '../support/archives/zip.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder('etl archives')
const etl = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/cli.js', 'etl', ...args], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  })

describe('a trace on standard input or in an archive', () => {
  const name = 'client-wpp.etl'
  const trace = readFileSync(`samples/formats/etl-binary/${name}`)
  const other = readFileSync('samples/formats/etl-binary/client-strings.etl')
  const log = readFileSync('samples/formats/client-log/sign-in.UccApilog')
  const at = (file: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, file), bytes)
    return join(folder, file)
  }
  const zip = createZip([
    { name: 'a.UccApilog', content: log },
    { name: 'Tracing/b.etl', content: trace },
    { name: 'c.etl', content: other },
  ])
  const fed = (input: Uint8Array, ...args: readonly string[]) =>
    spawnSync(process.execPath, ['dist/cli.js', 'etl', ...args], {
      input,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    })
  const printed = etl('print', `samples/formats/etl-binary/${name}`).stdout

  it.each([
    ['the trace', trace],
    ['the trace in a gzip', gzipSync(trace)],
    ['the trace in a tar.gz', gzipSync(createTar([{ name, content: trace }]))],
    [
      'the trace in a zip, beside a log',
      createZip([
        { name, content: trace },
        { name: 'a.txt', content: log },
      ]),
    ],
  ])('is printed the same from standard input: %s', (_, input) => {
    expect(fed(input, 'print', '-')).toMatchObject({ status: 0, stdout: printed, stderr: '' })
    expect(printed.split('\n').length).toBeGreaterThan(100)
  })

  it('is read beside others in the order of the archive, and named by its path in it', () => {
    const path = at('traces.zip', zip)
    const { files } = JSON.parse(etl('info', path, '--format', 'json').stdout)
    expect(files.map((file: { path: string }) => file.path)).toEqual([
      `${path}/Tracing/b.etl`,
      `${path}/c.etl`,
    ])
    const both = printed + etl('print', 'samples/formats/etl-binary/client-strings.etl').stdout
    expect(etl('print', path)).toMatchObject({ status: 0, stdout: both })
    const fromStdin = JSON.parse(fed(zip, 'info', '-', '--format', 'json').stdout)
    expect(fromStdin.files[0]).toEqual({ ...files[0], path: 'standard input/Tracing/b.etl' })
  })

  it('is printed as far as it can be unpacked, and what cannot be read is named', () => {
    const path = at('limited.zip', zip)
    const { status, stdout, stderr } = etl('print', path, '--max-entry-bytes', '60K')
    expect([status, stdout]).toEqual([2, printed])
    expect(stderr).toContain('c.etl is not read: unpacks to 65.5 kB, more than 60')
    const cut = gzipSync(trace).subarray(0, -2000)
    const part = fed(cut, 'print', '-')
    expect(part.stdout.length).toBeGreaterThan(0)
    expect(printed.startsWith(part.stdout.split('\n').slice(0, 20).join('\n'))).toBe(true)
  })

  it('is missed in an archive without one', () => {
    const path = at('none.zip', createZip([{ name: 'a.UccApilog', content: log }]))
    expect(etl('info', path)).toMatchObject({
      status: 2,
      stderr: `spoolscope: ${path} is an archive without a binary trace (.etl). Pass the trace itself.\n`,
    })
    expect(fed(createZip([]), 'print', '-').stderr).toContain('Pass the trace itself.')
  })

  it('is not a binary trace if it is something else', () => {
    expect(fed(log, 'print', '-').stderr).toContain('standard input is not a binary trace')
    expect(fed(new Uint8Array(0), 'info', '-')).toMatchObject({ status: 2 })
  })
})

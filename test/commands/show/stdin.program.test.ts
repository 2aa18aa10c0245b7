import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { folderEntries } from '../../support/archives/folder-entries.ts'
import { createTar } from '../../support/archives/tar.ts'
import { createZip } from '../../support/archives/zip.ts'

const CASE = 'samples/whole/stuck-on-premises'
const LOG = 'Lync/Tracing/Lync-UccApi-0.UccApilog'
const log = readFileSync(join(CASE, LOG))
const line143 = log.toString('latin1').split(/\r?\n/)[142] ?? ''
const entries = folderEntries(CASE)

const show = (input: Uint8Array, ...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/cli.js', 'show', ...args], { input, encoding: 'utf8' })
const marked = (stdout: string) => stdout.split('\n').filter((line) => line.startsWith('> '))

it.each([
  ['a log', log, '-:143'],
  ['a log, by the name in reports', log, 'standard input:143'],
  ['a gzip', gzipSync(log), '-:143'],
  ['a zip', createZip(entries), `-:${LOG}:143`],
  ['a zip, by the name in reports', createZip(entries), `standard input/${LOG}:143`],
  ['a zip, by both', createZip(entries), `-:standard input/${LOG}:143`],
  ['a tar.gz', gzipSync(createTar([{ name: LOG, content: log }])), `-:${LOG}:143`],
])('shows a line of standard input: %s', (_, input, citation) => {
  const { status, stdout, stderr } = show(input, citation)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(marked(stdout)).toEqual([`> 143  ${line143}`])
})

it('shows several lines of it, and of other files, in the order of the command line', () => {
  const args = ['-:143', `${CASE}:${LOG}:15`, '-:144', '--format', 'json', '-C', '0']
  const { citations } = JSON.parse(show(log, ...args).stdout)
  expect(citations.map(({ citation }: { citation: string }) => citation)).toEqual([
    '-:143',
    `${CASE}:${LOG}:15`,
    '-:144',
  ])
})

it('shows a record of a binary trace on it', () => {
  const trace = readFileSync('samples/formats/etl-binary/client-wpp.etl')
  const onDisk = show(log, 'samples/formats/etl-binary/client-wpp.etl#4')
  expect(marked(show(trace, '-#4').stdout)).toEqual(marked(onDisk.stdout))
  expect(marked(onDisk.stdout)).toHaveLength(1)
})

it.each([
  ['a line that it does not have', log, '-:99999', 'standard input has no line 99999'],
  ['a file that it does not have', createZip(entries), '-:nope.log:1', 'has no file nope.log'],
  ['an archive as a whole', createZip(entries), '-:1', 'Standard input has 8 files. Name one'],
  ['nothing', new Uint8Array(0), '-:1', 'standard input is empty'],
])('says what is wrong with %s', (_, input, citation, message) => {
  const { status, stdout, stderr } = show(input, citation)
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toContain(message)
})

it('hides message text, as of files', () => {
  const server = readFileSync('samples/formats/cls-text/skype-2015-cls.txt')
  const { stdout } = show(server, '-:20', '-C', '500')
  expect(stdout.length).toBeGreaterThan(1000)
  expect(stdout).not.toMatch(/look at this line|what does it mean/)
})

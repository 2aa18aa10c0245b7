import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseCommandLine, splitCommandLine } from '../src/cli/command-line.ts'
import { findHelpTopic } from '../src/cli/help.ts'
import { folderEntries } from './support/archives/folder-entries.ts'
import { createZip } from './support/archives/zip.ts'
import { commandLinesOf, documents, inlineCommandsOf } from './support/cli/documents.ts'
import { programFolder } from './support/programs/program-folder.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const SAMPLE = resolve('samples/whole/stuck-on-premises')
const LOG = 'Lync/Tracing/Lync-UccApi-0.UccApilog'

/** Lines that cannot end well here, with what they end with. */
const ENDINGS: readonly (readonly [start: string, message: string])[] = [
  ['spoolscope watch', 'Only on Windows'],
  ['spoolscope show ./PC-0142:Tracing/Lync-0.etl@65536', 'has no record at offset 65536'],
]

/** Lines that are not run, but whose words are parsed, with the reason. */
const NOT_RUN: readonly (readonly [start: string, reason: string])[] = [
  ['spoolscope watch ./Lync', 'it never ends'],
  ['spoolscope collect --output PC-0142.zip', 'on Windows only, without a folder'],
  ['spoolscope worker --queue', 'needs that Redis'],
  ['spoolscope batch /srv/cases --queue', 'needs that Redis'],
  ["spoolscope batch '/srv/", 'has paths of a server'],
  ['spoolscope batch /shared/bundles', 'has a path and variables of a cluster'],
  ['spoolscope analyze PC-0142 --tmf "C:\\', 'has a path of Windows'],
  ['spoolscope verify PC-0142.zip --fingerprint', 'is shortened'],
  ['jq ', 'needs jq'],
  ['parallel ', 'needs GNU parallel'],
]

const startsWithAny = (line: string, starts: readonly (readonly [string, string])[]) =>
  starts.find(([start]) => line.startsWith(start))

/** A folder with everything that the documents name. */
function preparedFolder(): string {
  const folder = temporaryFolder('documents')
  const at = (name: string) => join(folder, name)
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [resolve('dist/cli.js'), ...args], { cwd: folder })
  cpSync(SAMPLE, at('PC-0142'), { recursive: true })
  cpSync(`${SAMPLE}-fixed`, at('PC-0142-again'), { recursive: true })
  cpSync(join(SAMPLE, 'Lync'), at('Lync'), { recursive: true })
  mkdirSync(at('PC-0142/Tracing'))
  for (const trace of ['PC-0142/Tracing/Lync-0.etl', 'trace.etl', 'Lync-0.etl'])
    copyFileSync('samples/formats/etl-binary/client-wpp.etl', at(trace))
  copyFileSync(join(SAMPLE, LOG), at('Lync-UccApi-0.UccApilog'))
  copyFileSync(join(SAMPLE, LOG), at('im.txt'))
  for (const tmf of ['tmf', 'symbols']) cpSync('samples/tmf', at(tmf), { recursive: true })
  copyFileSync('samples/tmf/client.tmf', at('default.tmf'))
  copyFileSync('samples/formats/manifest/client.man', at('lync.man'))
  mkdirSync(at('bundles'))
  cpSync('samples/whole/healthy', at('bundles/PC-0001'), { recursive: true })
  cpSync(SAMPLE, at('bundles/PC-0002'), { recursive: true })
  writeFileSync(at('PC-0142.zip'), createZip(folderEntries(SAMPLE)))
  writeFileSync(at('PC-0142-again.zip'), createZip(folderEntries(`${SAMPLE}-fixed`)))
  run('collect', 'Lync', '--output', 'collected.zip', '--again', '0s')
  run('analyze', 'PC-0142', '-f', 'json', '-o', 'before.json')
  run('analyze', 'PC-0142-again', '-f', 'json', '-o', 'after.json')
  run('batch', 'bundles', '-o', 'results.ndjson')
  for (const name of ['before.ndjson', 'after.ndjson', 'again.ndjson', 'shard-1.ndjson'])
    copyFileSync(at('results.ndjson'), at(name))
  for (const day of ['monday', 'tuesday']) {
    mkdirSync(at(day))
    copyFileSync(at('results.ndjson'), at(`${day}/results.ndjson`))
  }
  writeFileSync(at('answer.txt'), 'user-1 has to sign in again.\n')
  writeFileSync(at('our.key'), 'a secret of our own, which nobody knows')
  writeFileSync(at('list.txt'), 'bundles/PC-0001\n')
  return folder
}

const base = preparedFolder()
const env = {
  PATH: `${programFolder()}:${process.env.PATH}`,
  HOME: temporaryFolder('home'),
}

/** The words of one command, as a shell splits them. Quotes group words; a pipe ends the command. */
function wordsOf(line: string): string[] {
  const [, command = ''] = /spoolscope (.*)$/.exec(line.replace(/ +# .*$/, '')) ?? []
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'|<>]+|(?<=\s)[<>](?=\s))+/g) ?? []
  const end = words.findIndex((word) => word === '<' || word === '>')
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replace(/["']/g, ''))
}

async function parse(line: string): Promise<void> {
  const words = wordsOf(line).filter((word) => !word.endsWith('…'))
  const isOption = (word: string | undefined) => word?.startsWith('--') ?? false
  // The value of the last option is left out where the line is shortened.
  if (line.includes('…') && isOption(words.at(-1))) words.pop()
  const parsed = await splitCommandLine(words)
  if (parsed.command === 'help') findHelpTopic(parsed.operands)
  else if (parsed.command !== undefined) await parseCommandLine(parsed.command, parsed)
}

const pages = documents
  .map((page) => [page, commandLinesOf(page)] as const)
  .filter(([page, lines]) => lines.length + inlineCommandsOf(page).length > 0)

describe.each(pages)('%s', (page, lines) => {
  const folder = join(temporaryFolder('page'), 'here')
  if (lines.length > 0) {
    cpSync(base, folder, { recursive: true })
    // Only what collect has written can be verified.
    if (lines.some(({ line }) => line.startsWith('spoolscope verify')))
      copyFileSync(join(folder, 'collected.zip'), join(folder, 'PC-0142.zip'))
  }

  it.each(lines.filter(({ line }) => !startsWithAny(line, NOT_RUN)))(
    'can be followed as written: $line',
    ({ line }) => {
      // Lines below each other are alternatives, and batch writes over no results.
      const [, results] = /spoolscope batch .*--output (\S+)/.exec(line) ?? []
      if (results !== undefined && !line.includes('--resume'))
        rmSync(join(folder, results), { force: true })
      const { status, stderr } = spawnSync('sh', ['-c', line], {
        cwd: folder,
        env,
        encoding: 'utf8',
        input: '',
      })
      const ending = startsWithAny(line, ENDINGS)
      if (ending === undefined) expect([0, 1], stderr).toContain(status)
      else
        expect({ status, stderr }).toEqual({
          status: 2,
          stderr: expect.stringContaining(ending[1]),
        })
    },
  )

  it.each(lines.filter(({ line }) => startsWithAny(line, NOT_RUN)))(
    'is understood: $line',
    async ({ line }) => {
      // “9f86d081…” stands for 64 digits, and variables for numbers.
      const complete = line.replace(/9f86d081…/, 'a'.repeat(64)).replace(/\$\w+|\{\}/g, '1')
      await expect(parse(complete)).resolves.toBe(undefined)
    },
  )

  it.each(inlineCommandsOf(page).filter(({ line }) => !line.includes('<')))(
    'is understood: $line',
    async ({ line }) => {
      await expect(parse(line)).resolves.toBe(undefined)
    },
  )
})

it('every exception is in a document', () => {
  const lines = documents.flatMap(commandLinesOf)
  for (const [start] of [...ENDINGS, ...NOT_RUN])
    expect(
      lines.filter(({ line }) => line.startsWith(start)),
      start,
    ).not.toEqual([])
})

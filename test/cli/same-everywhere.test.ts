import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type CommandDefinition,
  type CommandName,
  commandDefinitions,
} from '../../src/cli/command-definitions.ts'
import { complete } from '../../src/cli/completion/complete.ts'
import { helpText } from '../../src/cli/help.ts'
import { manPages } from '../../src/cli/man-page.ts'
import { documents } from '../support/cli/documents.ts'

const commands = Object.entries(commandDefinitions) as [CommandName, CommandDefinition][]
const pages = new Map(
  manPages({ version: '1.2.3', date: '2026-11-29' }).map(({ file, text }) => [
    file,
    // As a reader sees it: without fonts, and with plain dashes.
    text.replace(/\\f[BIR]/g, '').replaceAll('\\-', '-'),
  ]),
)
const texts = documents.map((path) => ({ path, text: readFileSync(path, 'utf8') }))

/** Options of other programs that documents name. */
const OTHER_PROGRAMS =
  /\b(?:npm|npx|node|parallel|apt-get|docker|redis-server|srun|sbatch|jq|winget|scoop)\b|#SBATCH/
/** Options of Kubernetes, Redis and others, in running text. */
const OTHER_OPTIONS = new Set(['--array', '--cpus-per-task', '--mem', '--requeue', '--global'])

describe.each(commands)('%s', (name, { options, summary, exitCodes = [] }) => {
  const page = pages.get(`spoolscope-${name.replace(' ', '-')}.1`) ?? ''
  const help = String(helpText(name, { color: false, width: 500 }))
  const offered = complete([...name.split(' '), '-']).candidates.map(({ word }) => word)

  it.each(Object.entries(options))(
    '--%s is in help, manual and completion',
    (option, definition) => {
      const { short, otherNames = {} } = definition
      const term = `${short === undefined ? '' : `-${short}, `}--${option}`
      for (const text of [help, page]) {
        expect(text).toMatch(new RegExp(`^ *${term}( <|$| {2})`, 'm'))
        for (const other of Object.keys(otherNames)) expect(text).toContain(`--${other}`)
      }
      expect(offered).toContain(`--${option}`)
      if (short !== undefined) expect(offered).toContain(`-${short}`)
    },
  )

  it('is listed by help, manual and completion with the same summary', () => {
    const all = [
      String(helpText(undefined, { color: false, width: 500 })),
      pages.get('spoolscope.1') ?? '',
    ]
    for (const text of all)
      expect(text.replaceAll('’', '\\[u2019]')).toContain(summary.replaceAll('’', '\\[u2019]'))
    const [first = '', second] = name.split(' ')
    const words = complete(second === undefined ? [first] : [first, second]).candidates
    expect(words).toContainEqual({ word: second ?? first, text: summary })
  })

  it('has the same exit codes in help and manual', () => {
    for (const [code, meaning] of exitCodes) {
      expect(help).toMatch(new RegExp(`^ {2}${code} +`, 'm'))
      expect(help).toContain(meaning)
      expect(page.replaceAll('\n', ' ')).toContain(`${code} ${meaning}`)
    }
  })

  it('is in a document', () => {
    const [first, second = ''] = name.split(' ')
    const named = new RegExp(`\\b${first}${second && ` ${second}`}\\b`)
    expect(texts.some(({ text }) => named.test(text))).toBe(true)
  })
})

it('documents name no option that does not exist', () => {
  const known = new Set(
    commands.flatMap(([, { options }]) =>
      Object.entries(options).flatMap(([name, { otherNames = {} }]) => [
        `--${name}`,
        ...Object.keys(otherNames).map((other) => `--${other}`),
      ]),
    ),
  )
  const unknown = texts.flatMap(({ path, text }) =>
    text
      .replace(/<!-- generated: habits -->[\s\S]*?<!-- end -->/, '')
      .split('\n')
      .filter((line) => !OTHER_PROGRAMS.test(line))
      .flatMap((line) => line.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? [])
      .filter((option) => !known.has(option) && !OTHER_OPTIONS.has(option))
      .map((option) => `${path}: ${option}`),
  )
  expect(unknown).toEqual([])
})

it('docs/command-line.md names all short options that several commands have', () => {
  const page = readFileSync('docs/command-line.md', 'utf8')
  const counts = new Map<string, number>()
  for (const [, { options }] of commands)
    for (const [name, { short }] of Object.entries(options))
      if (short !== undefined) {
        const text = `\`-${short}\` for \`--${name}\``
        counts.set(text, (counts.get(text) ?? 0) + 1)
      }
  for (const [text, count] of counts) if (count > 1) expect(page).toContain(text)
})

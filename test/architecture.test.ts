import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome')

/**
 * Which of the imports the linter refuses, were they written in these folders of src: one imagined
 * file for each.
 */
function refusedOf(imports: readonly (readonly [folder: string, specifier: string])[]): boolean[] {
  const house = mkdtempSync(join(tmpdir(), 'imagined-'))
  try {
    const rules = { ...JSON.parse(readFileSync('biome.json', 'utf8')), vcs: { enabled: false } }
    writeFileSync(join(house, 'biome.json'), JSON.stringify(rules))
    for (const [index, [folder, specifier]] of imports.entries()) {
      mkdirSync(join(house, 'src', folder), { recursive: true })
      const code = `import * as imported from '${specifier}'\n\nexport const used = imported\n`
      writeFileSync(join(house, 'src', folder, `imagined-${index}.ts`), code)
    }
    const run = spawnSync(
      process.execPath,
      [biome, 'lint', '--max-diagnostics=none', '--colors=off', '.'],
      {
        cwd: house,
        encoding: 'utf8',
      },
    )
    const said = run.stdout + run.stderr
    if (!said.includes(`Checked ${imports.length + 1} files`))
      throw new Error(`The linter did not look:\n${said}`)
    return imports.map(([folder], index) =>
      new RegExp(
        `src/${folder}/imagined-${index}\\.ts:\\d+:\\d+ lint/style/noRestrictedImports`,
      ).test(said),
    )
  } finally {
    rmSync(house, { recursive: true, force: true })
  }
}

it('the linter keeps the flow in one direction', () => {
  const refused = [
    ['model', '../rules/index.ts'],
    ['model', 'node:fs'],
    ['parsers', '../evidence/spool.ts'],
    ['parsers', 'node:fs'],
    ['evidence', '../parsers/index.ts'],
    ['rules', '../inputs/find-files.ts'],
    ['rules', '../engine.ts'],
    ['inputs', '../rules/index.ts'],
    ['reports', '../engine.ts'],
    ['parsers', '../kernel/kernel.ts'],
    ['kernel', '../parsers/index.ts'],
    ['kernel', 'node:fs'],
    ['batch', '../commands/given.ts'],
    ['watch', '../commands/watch.ts'],
    ['settings', '../commands/command-line.ts'],
    ['diff', 'node:fs'],
    ['diff', '../batch/result-lines.ts'],
    ['redact', '../evidence/spool.ts'],
    ['redact', 'node:fs'],
    ['ui', '../evidence/spool.ts'],
    ['ui', '../inputs/find-files.ts'],
    ['ui', 'node:fs'],
  ] as const
  const allowed = [
    ['rules', '../evidence/spool.ts'],
    ['inputs', 'node:fs'],
    ['parsers', '../model/build.ts'],
    ['ui', '../reports/gaps.ts'],
  ] as const
  const verdicts = refusedOf([...refused, ...allowed])
  expect(verdicts).toEqual([...refused.map(() => true), ...allowed.map(() => false)])
})

function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))
}

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')

describe('the middle is pure', () => {
  const middle = [
    ...['model', 'kernel', 'parsers', 'evidence', 'rules', 'diff'].flatMap((room) =>
      sources(`src/${room}`),
    ),
    ...sources('src').filter(({ path }) => path === join('src', 'engine.ts')),
  ]

  it('is looked at at all', () => expect(middle.length).toBeGreaterThan(60))

  it.each([
    ['waits', /\basync\b|\bawait\b/],
    ['asks the clock', /Date\.now\(|new Date\(\)|performance\.now/],
    ['writes to the console', /\bconsole\./],
    ['looks at the process', /\bprocess\./],
  ])('nothing in it %s', (_, forbidden) => {
    expect(
      middle.filter(({ text }) => forbidden.test(withoutComments(text))).map(({ path }) => path),
    ).toEqual([])
  })
})

describe('files stay small', () => {
  const lengths = sources('src').map(({ path, text }) => ({
    path,
    lines: text.split('\n').length - 1,
  }))

  it('none is over 250 lines', () => {
    expect(lengths.filter(({ lines }) => lines > 250)).toEqual([])
  })

  it('19 of 20 are under 200 lines', () => {
    const longest = lengths.map(({ lines }) => lines).sort((left, right) => right - left)
    expect(longest[Math.floor(longest.length / 20)]).toBeLessThan(200)
  })
})

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './support/temporary-folder.ts'
import { sourceFiles, usedImports, violations, walls, wallsAsMarkdown } from './support/walls.ts'

describe('imports', () => {
  it('are all allowed by the table', () => {
    const files = sourceFiles()
    expect(files.length).toBeGreaterThan(400)
    expect(violations(files)).toEqual([])
  })

  it('flow in one direction: the table has no circle', () => {
    const open = new Set<string>()
    const done = new Set<string>()
    const visit = (area: string): void => {
      expect(open, `a circle through ${area}`).not.toContain(area)
      if (done.has(area)) return
      open.add(area)
      for (const next of walls[area]?.areas ?? []) visit(next)
      open.delete(area)
      done.add(area)
    }
    for (const area of Object.keys(walls)) visit(area)
    expect(done.size).toBe(Object.keys(walls).length)
  })

  it('are each used by some file: the table allows nothing that nobody needs', () => {
    const used = usedImports(sourceFiles())
    const unused = Object.entries(walls).flatMap(([name, { areas }]) =>
      areas.map((other) => `${name} → ${other}`).filter((pair) => !used.has(pair)),
    )
    expect(unused).toEqual([])
  })
})

describe('an import that the table does not allow', () => {
  const areas = Object.keys(walls)
  const isFile = (area: string) => area.endsWith('.ts')
  const placeIn = (area: string, name: string) => (isFile(area) ? area : `${area}/${name}.ts`)
  const forbidden = areas.flatMap((from) =>
    areas
      .filter((to) => to !== from && !walls[from]?.areas.includes(to))
      .map((to) => [from, to] as const),
  )
  const forms = [
    (path: string) => `import { x } from '${path}'\n`,
    (path: string) => `import type { X } from '${path}'\n`,
    (path: string) => `export * from '${path}'\n`,
    (path: string) => `import '${path}'\n`,
    (path: string) => `const x = await import('${path}')\n`,
    (path: string) => `const worker = new URL('${path}', import.meta.url)\n`,
  ]

  /** Writes one file with one import into a src folder of its own; returns the complaints about it. */
  function plant(path: string, text: string): string[] {
    const src = temporaryFolder('planted')
    mkdirSync(join(src, dirname(path)), { recursive: true })
    writeFileSync(join(src, path), text)
    return violations(sourceFiles(src))
  }

  const planted = forbidden.map(([from, to], index) => {
    const path = placeIn(from, 'planted')
    const specifier = posix.relative(posix.dirname(path), placeIn(to, 'target'))
    const form = forms[index % forms.length] as (path: string) => string
    return { from, to, path, text: form(specifier.startsWith('.') ? specifier : `./${specifier}`) }
  })

  it('between folders: every pair', () => expect(planted.length).toBeGreaterThan(300))

  it.each(planted)('is refused from $from to $to', ({ path, text }) => {
    expect(plant(path, text)).toHaveLength(1)
  })

  it.each(forms.map((form, index) => [index, form('../rules/index.ts')] as const))(
    'is refused in every form of import (%i)',
    (_, text) => expect(plant('model/planted.ts', text)).toHaveLength(1),
  )

  const modules = ['node:fs', 'node:child_process', 'yauzl', 'react', 'ajv', 'fs']
  it.each(areas.flatMap((area) => modules.map((name) => [area, name] as const)))(
    'of a package, from %s of %s, is refused unless it is named',
    (area, name) => {
      const packages = walls[area]?.packages ?? []
      const named =
        packages.includes(name) || (name.startsWith('node:') && packages.includes('node:*'))
      expect(plant(placeIn(area, 'planted'), `import '${name}'\n`)).toHaveLength(named ? 0 : 1)
    },
  )

  it('is refused when it is computed', () => {
    expect(plant('model/planted.ts', 'await import(name)\n')).toHaveLength(1)
  })

  it('is no import where it is in a comment', () => {
    expect(plant('model/planted.ts', "// import '../rules/index.ts'\n")).toEqual([])
  })

  it('is allowed when the table names it', () => {
    expect(plant('rules/planted.ts', "import '../evidence/spool.ts'\n")).toEqual([])
  })

  it('does not matter in a file of no area, which is refused itself', () => {
    expect(plant('elsewhere/planted.ts', '')).toEqual(['elsewhere/planted.ts: no area covers it'])
    expect(plant('loose.ts', '')).toEqual(['loose.ts: no area covers it'])
  })
})

// UPDATE_DOCS=1 npx vitest run test/architecture.test.ts writes the table.
it('ARCHITECTURE.md shows the table', () => {
  const page = readFileSync('ARCHITECTURE.md', 'utf8')
  const fresh = page.replace(
    /(<!-- generated: who may import whom -->\n)[\s\S]*?(\n<!-- end -->)/,
    (_, head: string, end: string) => `${head}${wallsAsMarkdown()}${end}`,
  )
  expect(fresh).toContain(wallsAsMarkdown())
  if (process.env.UPDATE_DOCS) writeFileSync('ARCHITECTURE.md', fresh)
  else expect(page).toBe(fresh)
})

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')

describe('the middle is pure', () => {
  const pure = ['model', 'scan', 'parsers', 'journeys', 'evidence', 'rules', 'diff', 'analysis']
  // The one step between reading and analyzing: it awaits what inputs read.
  const reader = 'analysis/analyze-case.ts'
  const middle = sourceFiles().filter(
    ({ path }) => pure.some((area) => path.startsWith(`${area}/`)) && path !== reader,
  )

  it('and has files', () => expect(middle.length).toBeGreaterThan(200))

  it.each([
    ['await anything', /\basync\b|\bawait\b/],
    ['ask the clock', /Date\.now\(|new Date\(\)|performance\.now/],
    ['write to the console', /\bconsole\./],
    ['look at the process', /\bprocess\./],
  ])('no file of it may %s', (_, forbidden) => {
    const found = middle.filter(({ text }) => forbidden.test(withoutComments(text)))
    expect(found.map(({ path }) => path)).toEqual([])
  })
})

/** Paths of all files that git knows, and of new ones that it does not ignore. */
function trackedFiles(): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  return execFileSync('git', args, { encoding: 'utf8' }).split('\0').filter(Boolean)
}

describe('folders', () => {
  it('have at most 35 files directly in them', () => {
    const counts = new Map<string, number>()
    for (const path of trackedFiles()) {
      const folder = posix.dirname(path)
      counts.set(folder, (counts.get(folder) ?? 0) + 1)
    }
    expect(counts.size).toBeGreaterThan(100)
    expect([...counts].filter(([, count]) => count > 35)).toEqual([])
  })

  it('of src: nothing but cli.ts is loose in the root', () => {
    const loose = sourceFiles().filter(({ path }) => !path.includes('/'))
    expect(loose.map(({ path }) => path)).toEqual(['cli.ts'])
  })
})

describe('calls with many arguments', () => {
  /** Lists that the program itself bounds, or that are as long as a list in its source. */
  const BOUNDED = [
    'src/cli/help.ts',
    'src/model/numbers/extremes.ts',
    'src/parsers/etl/reusable-event.ts',
    'src/reports/diff/diff-table.ts',
    'src/reports/fleet/cause-lines.ts',
    'src/reports/html/fleet/build-charts.ts',
    'src/inputs/unwrap/carriers.ts',
    'src/model/tally.ts',
    'src/parsers/configuration-information/row-names.ts',
    'src/parsers/exchange-ews-log/ews-log-columns.ts',
    'src/reports/etl/etl-info-table.ts',
    'src/reports/html/charts/age-histogram.ts',
    'src/reports/rules/rules-table.ts',
    'src/reports/table/answer-findings.ts',
    'src/scan/matcher.ts',
    'src/diff/fleet-changes.ts',
    'src/ui/spool-pane.ts',
  ]

  it('are not made of lists whose length evidence decides', () => {
    const spreading = sourceFiles()
      .filter(({ text }) => /Math\.(?:min|max)\((?:[^()[\]\n]*, )?\.\.\./.test(text))
      .map(({ path }) => `src/${path}`)
    expect(spreading.filter((path) => !BOUNDED.includes(path))).toEqual([])
  })
})

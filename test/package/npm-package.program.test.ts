import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { copySources } from '../support/programs/copy-sources.ts'

interface Component {
  readonly name: string
  readonly version: string
  readonly purl: string
}

interface Sbom {
  readonly serialNumber: string
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly dependsOn: readonly string[] }[]
}

/** The content of every file below a folder, by its path there. */
function filesBelow(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const files = paths.filter((path) => statSync(join(folder, path)).isFile())
  return new Map(files.map((path) => [path, readFileSync(join(folder, path), 'latin1')]))
}

const dist = filesBelow('dist')
const sbom = JSON.parse(dist.get('sbom.cdx.json') ?? '') as Sbom

it('has the same bytes when it is built in another folder and time zone', () => {
  const copy = copySources()
  // Else the copy would contain what the first build generated.
  rmSync(join(copy, 'src/scan/compiled.ts'))
  rmSync(join(copy, 'src/reports/html/embedded.ts'))
  execFileSync(process.execPath, ['scripts/build.mjs'], {
    cwd: copy,
    env: { ...process.env, TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8', CI: 'true' },
  })
  const other = filesBelow(join(copy, 'dist'))
  expect([...other.keys()]).toEqual([...dist.keys()])
  for (const [path, content] of dist) expect(other.get(path) === content, path).toBe(true)
})

it('names no folder of the machine that built it', () => {
  const here = resolve('.')
  const naming = [...dist].filter(([, content]) => content.includes(here)).map(([path]) => path)
  expect(naming).toEqual([])
})

it('lists every package that is bundled, each with its license', () => {
  const licenses = dist.get('THIRD-PARTY-LICENSES.txt')
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 })
  expect(sbom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  const names = sbom.components.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['yargs', 'ink', 'react', 'saxes', 'yauzl', 'yazl']))
  for (const { name, version, purl } of sbom.components) {
    expect(licenses).toContain(`${name} ${version} (`)
    expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`)
  }
  expect(sbom.dependencies[0]?.dependsOn).toHaveLength(names.length)
  // A map names the files that its part of the program is made from.
  const sources = [...dist].flatMap(([path, content]) =>
    path.endsWith('.map') ? (JSON.parse(content) as { sources: string[] }).sources : [],
  )
  const bundled = sources.flatMap(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  )
  expect(bundled.length).toBeGreaterThan(100)
  expect([...new Set(bundled)].filter((name) => !names.includes(name))).toEqual([])
})

/** The paths of all files that `npm pack` packs. */
function packedPaths(): string[] {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
  })
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }]
  return files.map(({ path }) => path)
}

const packed = packedPaths()

it('contains the program, the library, the manual and their lists', () => {
  const built = packed.filter((path) => path.startsWith('dist/'))
  expect(built).toEqual(
    expect.arrayContaining([
      ...['dist/cli.js', 'dist/api/index.js', 'dist/api/index.d.ts', 'dist/man/spoolscope.1'],
      ...['dist/workers/read-worker.js', 'dist/workers/batch-worker.js'],
      ...['dist/sbom.cdx.json', 'dist/THIRD-PARTY-LICENSES.txt'],
    ]),
  )
  const known =
    /^dist\/(?:(?:cli|program|api\/index|(?:workers|parts|api\/parts)\/[\w-]+)\.js(?:\.map)?|parts\/dashboard\.mjs(?:\.map)?|api\/index\.d\.ts|(?:api\/)?package\.json|man\/[\w-]+\.1|sbom\.cdx\.json|THIRD-PARTY-LICENSES\.txt)$/
  expect(built.filter((path) => !known.test(path))).toEqual([])
  expect(built).toHaveLength(dist.size)
})

/** Files of the repository, as git lists them. */
const tracked = (...patterns: readonly string[]) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], {
    encoding: 'utf8',
  })
    .trim()
    .split('\n')

it('contains all documents and schemas, and nothing else', () => {
  const documents = tracked('docs/*.md', 'bench/RESULTS*.md', 'schema/*.json')
  const top = ['ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md']
  expect(packed.filter((path) => !path.startsWith('dist/')).sort()).toEqual(
    [...documents, ...top, 'SECURITY.md', 'package.json'].sort(),
  )
})

const documents = packed.filter((path) => path.endsWith('.md'))

it.each(documents)('contains what %s links to', (page) => {
  const text = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```|`[^`\n]*`/gm, '')
  const links = [...text.matchAll(/\]\(([^)#\s]+)/g)].map(([, link = '']) => link)
  const targets = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => posix.normalize(posix.join(posix.dirname(page), link)))
  const isPacked = (target: string) =>
    packed.some((path) => path === target || path.startsWith(`${target.replace(/\/$/, '')}/`))
  expect(targets.filter((target) => !isPacked(target))).toEqual([])
})

it('contains the documents that help and manual name', () => {
  const texts = tracked('src/cli', 'src/commands').map((path) => readFileSync(path, 'utf8'))
  const named = texts.flatMap((text) => text.match(/docs\/[\w/-]+\.md/g) ?? [])
  expect(named.length).toBeGreaterThan(1)
  expect(named.filter((path) => !packed.includes(path))).toEqual([])
})

it('says where it comes from and where to report faults, and asks for no money', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(manifest).toMatchObject({
    homepage: expect.stringMatching(/^https:/),
    repository: { type: 'git', url: expect.stringMatching(/^git\+https:/) },
    bugs: { url: expect.stringMatching(/^https:/) },
  })
  expect(manifest).not.toHaveProperty('funding')
})

it('runs no script when it is installed', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
  const onInstall = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish']
  expect(onInstall.filter((name) => name in scripts)).toEqual([])
})

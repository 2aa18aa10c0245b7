import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { unpackBundle } from '../support/collect.ts'
import { copySources } from '../support/programs/copy-sources.ts'
import { windowsNode } from '../support/programs/windows-node.ts'
import { cyclonedxSchemaProblems } from '../support/schemas/cyclonedx-schema.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const FOLDER = `spoolscope-${version}-windows-x64`

const node = windowsNode()
const problem = 'problem' in node ? node.problem : undefined
const title = problem === undefined ? '' : ` (skipped: ${problem})`

/** Builds the package in a folder with the sources. Returns the folder with the results. */
function build(cwd: string): string {
  const outdir = join(temporaryFolder('package'), 'out')
  execFileSync(process.execPath, ['scripts/package-windows.mjs', outdir], { cwd })
  return outdir
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe.skipIf(problem !== undefined)(`the portable package for Windows${title}`, () => {
  let outdir: string
  let zip: Buffer
  let files: Map<string, Buffer>

  beforeAll(async () => {
    outdir = build('.')
    const path = join(outdir, `${FOLDER}.zip`)
    zip = readFileSync(path)
    files = new Map(
      [...(await unpackBundle(path))].map(([name, bytes]) => {
        expect(name.startsWith(`${FOLDER}/`)).toBe(true)
        return [name.slice(FOLDER.length + 1), bytes]
      }),
    )
  })

  const textOf = (path: string): string => String(files.get(path))

  it('has the same bytes when it is built in another folder and time zone', () => {
    const before = process.env.TZ
    process.env.TZ = 'Asia/Kolkata'
    try {
      const other = build(copySources())
      expect(readdirSync(other)).toEqual(readdirSync(outdir))
      expect(sha256(readFileSync(join(other, `${FOLDER}.zip`)))).toBe(sha256(zip))
    } finally {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    }
  })

  it('has the checksum of every file, and its own beside it', () => {
    const sums = textOf('SHA256SUMS').trimEnd().split('\n')
    const expected = [...files]
      .filter(([path]) => path !== 'SHA256SUMS')
      .map(([path, bytes]) => `${sha256(bytes)}  ${path}`)
    expect(sums.sort()).toEqual(expected.sort())
    expect(readFileSync(join(outdir, `${FOLDER}.zip.sha256`), 'utf8')).toBe(
      `${sha256(zip)}  ${FOLDER}.zip\n`,
    )
  })

  it('has the official node.exe unchanged, its license and no packed program', () => {
    const pinned = JSON.parse(readFileSync('packaging/windows/node.json', 'utf8'))
    expect(sha256(files.get('node.exe') ?? Buffer.of())).toBe(pinned.sha256)
    expect([...files.keys()].filter((path) => /\.(?:exe|dll|node|com)$/.test(path))).toEqual([
      'node.exe',
    ])
    expect(textOf('licenses/node.txt')).toContain('Node.js is licensed for use as follows')
    expect(textOf('README.txt')).toContain(`Node.js ${pinned.version}`)
  })

  it('lists everything in its SBOM, each with a license that is in the package', () => {
    const sbom = JSON.parse(textOf('sbom.cdx.json'))
    expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 })
    expect(sbom.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    const components = sbom.components as { name: string; version: string; purl: string }[]
    expect(components.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['node', 'yazl', 'yauzl', 'yargs', 'ink', 'react']),
    )
    for (const { name, version: own, purl } of components.slice(1)) {
      expect(textOf('licenses/packages.txt')).toContain(`${name} ${own} (`)
      expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${own}`)
    }
    expect(sbom.dependencies[0].dependsOn).toHaveLength(components.length)
  })

  it('has an SBOM that the official schema accepts, and a damaged one does not pass', () => {
    const sbom = JSON.parse(textOf('sbom.cdx.json'))
    expect(cyclonedxSchemaProblems(sbom)).toEqual([])
    const references = [sbom.metadata.component, ...sbom.components].map((one) => one['bom-ref'])
    expect(new Set(references).size).toBe(references.length)
    const [component, ...others] = sbom.components
    for (const damaged of [
      { ...sbom, bomFormat: 'Other' },
      { ...sbom, serialNumber: 'urn:uuid:1' },
      { ...sbom, components: [{ ...component, type: 'thing' }, ...others] },
      { ...sbom, components: [{ ...component, licenses: [{ license: { id: 'My own' } }] }] },
      { ...sbom, components: [{ ...component, hashes: [{ alg: 'SHA-256', content: 'x' }] }] },
      { ...sbom, components: [component, component] },
    ])
      expect(cyclonedxSchemaProblems(damaged)).not.toEqual([])
  })

  it('holds a program that runs from where it was unpacked, with spaces and umlauts', () => {
    const place = join(temporaryFolder('unpacked'), 'Prüf Ordner')
    for (const [path, bytes] of files) {
      if (!path.startsWith('program/')) continue
      mkdirSync(dirname(join(place, path)), { recursive: true })
      writeFileSync(join(place, path), bytes)
    }
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(place, 'program', 'cli.js'), ...args], {
        encoding: 'utf8',
        cwd: place,
      })
    expect(run('--version')).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' })
    const sample = resolve('samples/whole/healthy')
    expect(run('analyze', sample, '--format', 'json')).toMatchObject({ status: 0, stderr: '' })
  })

  it('has plain texts that Notepad and cmd.exe read', () => {
    for (const path of ['README.txt', 'Collect evidence.cmd', 'spoolscope.cmd']) {
      expect(textOf(path)).toMatch(/^[\r\n -~]+$/)
      expect(textOf(path).replaceAll('\r\n', '')).not.toContain('\n')
      expect(textOf(path)).not.toMatch(/\{\w+\}/)
    }
  })

  it('fills the manifests of winget and scoop', () => {
    const scoop = JSON.parse(readFileSync(join(outdir, 'scoop-spoolscope.json'), 'utf8'))
    expect(scoop).toMatchObject({
      version,
      architecture: { '64bit': { hash: sha256(zip), extract_dir: FOLDER } },
    })
    const winget = readFileSync(join(outdir, 'winget-spoolscope.yaml'), 'utf8')
    expect(winget).toContain(`InstallerSha256: ${sha256(zip)}\n`)
    expect(winget).toContain(`RelativeFilePath: ${FOLDER}\\spoolscope.cmd\n`)
    expect(winget).not.toMatch(/\{\w+\}/)
  })
})

// Builds the portable package: `node scripts/package-windows.mjs [outdir]`, into dist-windows by
// default. The same sources and the same Node.js give the same bytes.

import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { buildProgram } from './build-program.mjs'
import './scanner.mjs'
import './page.mjs'
import { checksums, createSbom, json, libraryComponent, sha256Of } from './sbom.mjs'
import { pinnedNode, windowsNode } from './windows-node.mjs'

/** The earliest time that a zip can have. In the local time of the builder, as zips have times. */
const TIME = new Date(1980, 0, 1)
const LICENSE_SEPARATOR = `\n${'-'.repeat(80)}\n\n`

const [outdir = 'dist-windows'] = process.argv.slice(2)
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const { name, version } = manifest
const folder = `${name}-${version}-windows-x64`

rmSync(outdir, { recursive: true, force: true })
mkdirSync(outdir, { recursive: true })
const { files, packages } = await collectFiles()
const components = [nodeComponent(), ...packages.map(libraryComponent)]
files.set('sbom.cdx.json', json(createSbom(manifest, components, sha256Of(checksums(files)))))
files.set('SHA256SUMS', checksums(files))
const zipPath = join(outdir, `${folder}.zip`)
await writeZip(zipPath, files)
const sha256 = sha256Of(readFileSync(zipPath))
writeFileSync(`${zipPath}.sha256`, `${sha256}  ${folder}.zip\n`)
writeManifests(sha256)
const megabytes = (statSync(zipPath).size / 1e6).toFixed(1)
process.stdout.write(`${zipPath}: ${megabytes} MB, SHA-256 ${sha256}\n`)

/** The content of every file of the package, by path, and the packages that are bundled. */
async function collectFiles() {
  const build = mkdtempSync(join(outdir, 'build-'))
  try {
    // Maps only name lines of the sources when the program fails. They differ between folders.
    const packages = await buildProgram(build, { sourcemap: false })
    const program = readdirSync(build, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /\.m?js$/.test(path))
      .sort()
    const files = new Map([
      ['README.txt', template('packaging/windows/README.txt')],
      ['Collect evidence.cmd', template('packaging/windows/Collect evidence.cmd')],
      ['spoolscope.cmd', template('packaging/windows/spoolscope.cmd')],
      ['node.exe', readFileSync(windowsNode())],
      ['licenses/spoolscope.txt', windowsText(readFileSync('LICENSE', 'utf8'))],
      ['licenses/node.txt', readFileSync('packaging/windows/node-license.txt')],
      [
        'licenses/packages.txt',
        windowsText(packages.map(({ notice }) => notice).join(LICENSE_SEPARATOR)),
      ],
      ['program/package.json', json({ name, version, type: 'commonjs' })],
      ...program.map((path) => [`program/${path}`, readFileSync(join(build, path))]),
    ])
    return { files, packages }
  } finally {
    rmSync(build, { recursive: true, force: true })
  }
}

function nodeComponent() {
  const ref = `pkg:generic/node@${pinnedNode.version}`
  return {
    type: 'application',
    'bom-ref': ref,
    name: 'node',
    version: pinnedNode.version,
    purl: ref,
    hashes: [{ alg: 'SHA-256', content: pinnedNode.sha256 }],
    licenses: [{ license: { name: 'licenses/node.txt' } }],
    properties: [
      { name: 'spoolscope:source', value: `pkg:npm/${pinnedNode.package}@${pinnedNode.version}` },
    ],
  }
}

function writeZip(path, files) {
  const zip = new ZipFile()
  for (const [file, content] of files)
    zip.addBuffer(Buffer.from(content), `${folder}/${file}`, {
      mtime: TIME,
      mode: 0o100644,
      compressionLevel: 9,
      forceDosTimestamp: true,
    })
  zip.end()
  return pipeline(zip.outputStream, createWriteStream(path))
}

/** For winget and scoop: with the checksum of this package. */
function writeManifests(sha256) {
  for (const path of ['winget/spoolscope.yaml', 'scoop/spoolscope.json']) {
    const text = template(`packaging/${path}`, { sha256, url: `<address of ${folder}.zip>` })
    writeFileSync(join(outdir, path.replace('/', '-')), text)
  }
}

function template(path, more = {}) {
  const values = { version, folder, node: pinnedNode.version, homepage: manifest.homepage, ...more }
  const text = readFileSync(path, 'utf8').replaceAll(/\{(\w+)\}/g, (all, key) => values[key] ?? all)
  return path.startsWith('packaging/windows') ? windowsText(text) : text
}

function windowsText(text) {
  return text.replaceAll(/\r?\n/g, '\r\n')
}

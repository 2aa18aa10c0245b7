import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface LockedPackage {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly hasInstallScript?: boolean
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>
}
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

it('every package comes from the registry, and its content is pinned', () => {
  const loose = packages.filter(([path, { version, resolved, integrity }]) => {
    const name = path.replace(/^.*node_modules\//, '')
    const file = `${name.replace(/^.*\//, '')}-${version}.tgz`
    const isPinned = /^sha512-[A-Za-z\d+/]{86}==$/.test(integrity ?? '')
    return !isPinned || resolved !== `https://registry.npmjs.org/${name}/-/${file}`
  })
  expect(loose.map(([path]) => path)).toEqual([])
  expect(packages.length).toBeGreaterThan(100)
})

it('every direct dependency has one exact version', () => {
  const { devDependencies, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(dependencies).toBeUndefined()
  for (const [name, version] of Object.entries(devDependencies))
    expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version)
})

it('no other package than the known ones has a script that would run when it is installed', () => {
  const withScript = packages.filter(([, { hasInstallScript }]) => hasInstallScript)
  expect(withScript.map(([path]) => path)).toEqual([
    'node_modules/esbuild',
    'node_modules/msgpackr-extract',
    'node_modules/tree-sitter-powershell',
  ])
})

it('everything is built and tested without these scripts', () => {
  expect(readFileSync('.ci/run', 'utf8')).toMatch(/^npm ci --ignore-scripts /m)
})

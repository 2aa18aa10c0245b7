import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'

/** A project of somebody else, in which the built package is installed. */
export interface InstalledPackage {
  readonly folder: string
  /** The packed package. */
  readonly tarball: string
}

/** Packs what was built, as `npm publish` would, and installs it into a new folder. */
export function installPackage(): InstalledPackage {
  const folder = temporaryFolder('installed')
  const options = { cwd: folder, stdio: 'pipe' } as const
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    stdio: 'pipe',
  })
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? ''
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n')
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']
  execFileSync('npm', ['install', ...flags, `./${name}`], options)
  mkdirSync(join(folder, 'node_modules/@types'))
  symlinkSync(resolve('node_modules/@types/node'), join(folder, 'node_modules/@types/node'))
  return { folder, tarball: join(folder, name) }
}

/** Compiles files of the project into its folder `out`. Returns what the compiler complains about. */
export function compile(
  { folder }: InstalledPackage,
  files: readonly string[],
  compilerOptions: object,
): string {
  const strict = {
    strict: true,
    module: 'nodenext',
    target: 'es2023',
    lib: ['ES2023'],
    outDir: 'out',
    // The published types are checked, too.
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  }
  const config = { compilerOptions: { ...strict, ...compilerOptions }, files }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const { stdout } = spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc')], {
    cwd: folder,
    encoding: 'utf8',
  })
  return stdout
}

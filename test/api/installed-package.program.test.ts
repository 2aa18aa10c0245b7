import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { describe, expect, it } from 'vitest'
import { folderEntries } from '../support/archives/folder-entries.ts'
import { createZip } from '../support/archives/zip.ts'
import { documents } from '../support/cli/documents.ts'
import { compile, installPackage } from '../support/programs/installed-package.ts'

const SAMPLE = 'samples/whole/stuck-on-premises'

interface Example {
  readonly page: string
  readonly code: string
  /** What it prints, if the page shows it. */
  readonly output: string | undefined
}

/** The programs in a document: blocks of TypeScript that import this package. */
function examplesOf(page: string): Example[] {
  const text = readFileSync(page, 'utf8').replace(/<!-- generated[\s\S]*?<!-- end -->/g, '')
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```)?/gm)]
  return blocks.map(([, code = '', output]) => ({ page, code, output }))
}

const installed = installPackage()
const { folder, tarball } = installed
const at = (...names: string[]) => join(folder, ...names)
cpSync(SAMPLE, at('PC-0142'), { recursive: true })
writeFileSync(at('PC-0142.zip'), createZip(folderEntries(SAMPLE)))
copyFileSync('samples/formats/etl-binary/client-wpp.etl', at('trace.etl'))
cpSync('samples/tmf', at('tmf'), { recursive: true })

describe('the packed package', () => {
  it('has no fault that publint finds', async () => {
    const bytes = readFileSync(tarball)
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
    const { messages } = await publint({ pack: { tarball: buffer }, strict: true })
    expect(messages).toEqual([])
  })

  it('has types that every resolution of ES modules finds and that fit the program', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(readFileSync(tarball)))
    // Node.js of old, and require(), which Node.js 22 answers with the ES module.
    const isForCommonJs = (kind: string | undefined) => kind === 'node10' || kind === 'node16-cjs'
    const problems = 'problems' in analysis ? analysis.problems : ['no types']
    expect(
      problems.filter(
        (problem) =>
          typeof problem === 'string' ||
          !isForCommonJs('resolutionKind' in problem ? problem.resolutionKind : undefined),
      ),
    ).toEqual([])
    expect(Object.keys('entrypoints' in analysis ? analysis.entrypoints : {})).toContain('.')
  })

  it('has its schemas and its own description at their addresses', () => {
    const code =
      "for (const name of ['schema/report.schema.json', 'package.json']) " +
      "console.log(JSON.parse(readFileSync(fileURLToPath(import.meta.resolve('spoolscope/' + name)))))"
    writeFileSync(
      at('schema.mjs'),
      `import { readFileSync } from 'node:fs'\nimport { fileURLToPath } from 'node:url'\n${code}\n`,
    )
    const { stdout, stderr } = spawnSync(process.execPath, ['schema.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(stdout).toContain('$schema')
  })

  it('exports nothing else', () => {
    writeFileSync(at('inner.mjs'), "import 'spoolscope/dist/cli.js'\n")
    const { stderr } = spawnSync(process.execPath, ['inner.mjs'], { cwd: folder, encoding: 'utf8' })
    expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })
})

const examples = documents.flatMap(examplesOf)

describe('the examples', () => {
  const names = examples.map((_, index) => `example-${index}.ts`)
  for (const [index, name] of names.entries()) writeFileSync(at(name), examples[index]?.code ?? '')

  it('are in docs/api.md', () => {
    expect(examples.filter(({ page }) => page === 'docs/api.md').length).toBeGreaterThan(5)
  })

  it('compile as they are written, the types of the package included', () => {
    expect(compile(installed, names, { types: ['node'] })).toBe('')
  })

  it.each(examples.map(({ page, code, output }, index) => ({ page, index, code, output })))(
    'run as they are written: $page, number $index',
    ({ index, code, output }) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join('out', `example-${index}.js`)],
        { cwd: folder, encoding: 'utf8' },
      )
      expect({ status, stderr }, code).toEqual({ status: 0, stderr: '' })
      expect(stdout).not.toBe('')
      if (output !== undefined) expect(stdout).toBe(output)
    },
  )
})

describe('the types', () => {
  it('need no other types, not even those of Node.js', () => {
    const code = `
      import { analyze, defineRule, evidence, notChecked, readEtlEvents, rules } from 'spoolscope'
      import { durationThreshold, missing, readObservations, type Report } from 'spoolscope'

      const mine = defineRule({
        id: 'mine', severity: 'info', title: '', clearTitle: '', why: '',
        thresholds: { most: durationThreshold(1, { why: '', origin: 'inferred' }) },
        evidence: { spools: evidence.spool, software: evidence.clientBuild },
        evaluate({ spools, software }, { most }) {
          const count: number | undefined = spools[0]?.current.itemCount
          const build: readonly number[] | undefined = software.build?.build
          const limit: number = most
          return notChecked(String([count, build, limit]), missing.spool)
        },
      })
      defineRule({
        id: 'wrong', severity: 'info', title: '', clearTitle: '', why: '',
        evidence: { spools: evidence.spool },
        // @ts-expect-error It declares no such evidence.
        evaluate: ({ drafts }) => notChecked(String(drafts)),
      })
      defineRule({
        id: 'wrong-too', severity: 'info', title: '', clearTitle: '', why: '',
        evidence: { spools: evidence.spool },
        // @ts-expect-error It is neither flagged nor clear nor not checked.
        evaluate: () => 'fine',
      })
      export const report: Promise<Report> = analyze(['a', { name: 'b', bytes: new Uint8Array(1) }], {
        rules: [...rules, mine],
        asOf: new Date(0),
      })
      // @ts-expect-error There is no such option.
      analyze('a', { asof: 0 })
      export async function read(): Promise<(string | undefined)[]> {
        const texts: (string | undefined)[] = []
        for await (const observation of readObservations('a'))
          if (observation.kind === 'trace') texts.push(observation.event.message)
        for await (const { message } of readEtlEvents('a.etl')) texts.push(message)
        return texts
      }
    `
    writeFileSync(at('types.ts'), code)
    expect(compile(installed, ['types.ts'], { types: [], noEmit: true })).toBe('')
  })
})

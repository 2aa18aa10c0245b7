import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Checks a folder with one file. */
function check(text: string) {
  const folder = temporaryFolder('expressions')
  const path = join(folder, 'parsers', 'planted.ts')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--stack-size=4000', 'scripts/check-expressions.mjs', folder],
    { encoding: 'utf8' },
  )
  return { status, stderr }
}

it.each([
  ['the square of a run of blanks', 'export const X = /\\s+$/'],
  ['an exponential one', 'export const X = /^(?:a|a)*$/'],
  ['a reference', 'export const X = /^([a-z]+).*\\1\\d+$/'],
  ['an assertion inside', 'export const X = /^(?:a(?=b|c)|a)*d/'],
  ['an expression of parts', "const A = 'a+'\nexport const X = new RegExp(A + '$', 'd')"],
  ['a called RegExp', "export const X = RegExp('\\\\d+' + 'x')"],
])('refuses %s', (_, text) => {
  const { status, stderr } = check(text)
  expect(stderr).toContain('parsers/planted.ts:')
  expect(stderr).toMatch(/is not linear: |are not proven to be linear/)
  expect(status).toBe(1)
})

it('refuses what only the program knows when it runs', () => {
  const { status, stderr } = check('export const find = (text: string) => new RegExp(text)')
  expect(stderr).toContain('nobody can tell what this compiles: new RegExp(text)')
  expect(status).toBe(1)
})

it('refuses a text that a method compiles', () => {
  const { status, stderr } = check("export const find = (text: string) => text.match('a+b')")
  expect(stderr).toContain('match compiles a text')
  expect(status).toBe(1)
})

it('accepts expressions that are linear, also with assertions, references and counts', () => {
  const { status, stderr } = check(`
    export const ALL = [
      /^[a-z]+:\\d{1,200}$/i,
      /(?<![\\w.])\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\.?\\d)/g,
      /^(\\d\\d)([/.-])(\\d\\d)\\2(\\d{4})$/,
      /^\\s*(\\S.{0,400})(?=;)/,
      /[\\p{L}\\p{N}_]{1,64}@/u,
    ]`)
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

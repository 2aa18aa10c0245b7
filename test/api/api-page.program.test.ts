import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { apiSections, declarations } from '../support/api/api-page.ts'

const PAGE = 'docs/api.md'

// UPDATE_DOCS=1 npx vitest run test/api/api-page.program.test.ts writes the reference.
it('the reference of docs/api.md is that of the sources', () => {
  const page = readFileSync(PAGE, 'utf8')
  const titles = [...page.matchAll(/<!-- generated: (.*) -->/g)].map(([, title]) => title)
  expect(titles.sort()).toEqual([...apiSections.keys()].sort())
  const fresh = page.replace(
    /(<!-- generated: (.*) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, head: string, title: string, end: string) => `${head}${apiSections.get(title)}\n${end}`,
  )
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, fresh)
  else expect(page).toBe(fresh)
})

it('every declaration is public, so that its name can be imported', () => {
  expect(declarations.length).toBeGreaterThan(100)
  expect(declarations.filter(({ isPublic }) => !isPublic).map(({ name }) => name)).toEqual([])
})

it('every declaration has a doc comment', () => {
  expect(declarations.filter(({ doc }) => doc === '').map(({ name }) => name)).toEqual([])
})

it('no comment names a constant of the sources, or this repository', () => {
  const unclear = declarations.filter(({ doc, code }) => /\bMAX_|\bsrc\/|\.ts\b/.test(doc + code))
  expect(unclear.map(({ name }) => name)).toEqual([])
})

it('the types in the package are those declarations', () => {
  const types = readFileSync('dist/api/index.d.ts', 'utf8')
  for (const { code } of declarations) expect(types).toContain(code)
  expect(types).not.toMatch(/\bimport\b/)
})

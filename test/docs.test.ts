import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ruleMarkdown } from '../src/reports/rules/rule-markdown.ts'
import { rules } from '../src/rules/index.ts'
import { formatTables } from './support/formats-page.ts'
import { limitTables } from './support/limits/limits-page.ts'

const folder = 'docs/rules'

it.each(rules.map((rule) => [rule.id, rule] as const))(
  'the page of %s matches the rule',
  async (id, rule) => {
    await expect(ruleMarkdown(rule)).toMatchFileSnapshot(`../docs/rules/${id}.md`)
  },
)

it('every page belongs to a rule', () => {
  const pages = (existsSync(folder) ? readdirSync(folder) : []).map((name) =>
    name.replace(/\.md$/, ''),
  )
  expect(pages.filter((id) => !rules.some((rule) => rule.id === id))).toEqual([])
})

const PAGES = [
  ['docs/collecting.md', formatTables],
  ['docs/limits.md', limitTables],
] as const
const blocksOf = (page: string) => [...page.matchAll(/<!-- generated: (.*) -->\n/g)]

// UPDATE_DOCS=1 npx vitest run test/docs.test.ts writes the tables.
it.each(PAGES)('the tables of %s are those of the sources', (path, tables) => {
  const page = readFileSync(path, 'utf8')
  expect(blocksOf(page).map(([, title]) => title)).toEqual(Object.keys(tables))
  const fresh = page.replace(
    /(<!-- generated: (.*) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (_, head: string, title: string, end: string) => `${head}${tables[title]}${end}`,
  )
  if (process.env.UPDATE_DOCS) writeFileSync(path, fresh)
  else expect(page).toBe(fresh)
})

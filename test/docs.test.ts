import { existsSync, readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ruleMarkdown } from '../src/reports/rules/rule-markdown.ts'
import { rules } from '../src/rules/index.ts'

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

import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { allKinds } from './kinds/all-kinds.ts'
import { inputsWith } from './kinds/inputs.ts'
import { kindTables } from './kinds/kinds-in-docs.ts'
import { secretsLeftIn } from './kinds/secrets-left.ts'
import { redactLog } from './redact-log.ts'

const promised = allKinds.filter(({ isPromised }) => isPromised)

describe('kinds of secrets', () => {
  it('are at least 181, each with a name of its own', () => {
    expect(promised.length).toBeGreaterThanOrEqual(181)
    expect(new Set(allKinds.map(({ name }) => name)).size).toBe(allKinds.length)
  })

  it.each(Object.entries(inputsWith))('leave no secret in a redacted %s', (input, withText) => {
    const leaks = promised.flatMap((kind) => {
      const redacted = redactLog(
        Buffer.from(withText(kind.text)),
        new NameRegistry(new TokenGenerator()),
      )
      const left = secretsLeftIn(redacted.toString(), kind)
      return left.length === 0
        ? []
        : [`${input}: ${kind.name}: ${redacted.toString().trim().slice(-200)}`]
    })
    expect(leaks).toEqual([])
  })
})

const DOCS = 'docs/redaction.md'

// UPDATE_DOCS=1 npx vitest run test/redact/kinds.test.ts writes the tables.
it('docs/redaction.md lists all kinds', () => {
  const page = readFileSync(DOCS, 'utf8')
  const places = [...page.matchAll(/<!-- generated: (.*) -->/g)].map(([, title]) => title)
  expect(places).toEqual(Object.keys(kindTables))
  const fresh = page.replace(
    /(<!-- generated: (.*) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, head: string, title: string, end: string) => `${head}${kindTables[title]}\n${end}`,
  )
  if (process.env.UPDATE_DOCS) writeFileSync(DOCS, fresh)
  else expect(page).toBe(fresh)
})

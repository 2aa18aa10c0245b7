import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { configFileSchema } from '../../support/schemas/config-file-schema.ts'

const PATH = 'schema/spoolscope.config.schema.json'

// UPDATE_DOCS=1 npx vitest run test/cli/config/config-file-schema.test.ts writes the schema.
it('the published schema is that of the definitions of options and rules', () => {
  const fresh = `${JSON.stringify(configFileSchema(), undefined, 2)}\n`
  if (process.env.UPDATE_DOCS) writeFileSync(PATH, fresh)
  else expect(readFileSync(PATH, 'utf8')).toBe(fresh)
})

describe('the published schema', () => {
  const validate = new Ajv({ allowUnionTypes: true }).compile(configFileSchema())

  it('accepts the example of the documentation', () => {
    const [, example = ''] =
      /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/configuration.md', 'utf8')) ?? []
    expect(validate(parse(example)), JSON.stringify(validate.errors)).toBe(true)
    expect(Object.keys(parse(example)).length).toBeGreaterThan(5)
  })

  it.each([
    'fail_on: never',
    'format: json',
    'fail-on: errors',
    'skip-rule: [nope]',
    'severity: { clock-skew: fatal }',
    'set: { spool-message-stuck: { stuckafter: 5m } }',
    'no-pager: 1',
    'utc-offset: 120',
  ])('rejects what the program rejects: %s', (text) => {
    expect(validate(parse(text))).toBe(false)
  })
})

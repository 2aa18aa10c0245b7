import { configOptions } from '../../../src/cli/options/config-options.ts'
import type { OptionDefinition, OptionDefinitions } from '../../../src/cli/options/define-option.ts'
import { SEVERITIES } from '../../../src/model/rule.ts'
import type { Threshold } from '../../../src/model/threshold.ts'
import { rules } from '../../../src/rules/index.ts'

const PATTERNS: Readonly<Record<Threshold['unit'], object>> = {
  duration: { type: 'string', pattern: '^\\d+(\\.\\d+)? ?(ms|s|sec|m|min|h|d)$' },
  count: { type: 'integer', minimum: 0 },
  bytes: { type: 'integer', minimum: 0 },
  ratio: { type: 'string', pattern: '^\\d+(\\.\\d+)? ?%$' },
  build: { type: 'string', pattern: '^\\d+(\\.\\d+){3}$' },
  date: { type: 'string' },
}

/** The value of an option by what stands for it in help. Others are texts. */
const BY_PLACEHOLDER: Readonly<Record<string, object>> = {
  n: { type: 'integer', minimum: 0 },
  size: { type: ['string', 'integer'] },
  name: { type: ['string', 'integer'] },
  '±hh:mm': { type: 'string', pattern: '^[+-]\\d\\d:\\d\\d$' },
}

const byRule = (schemaOf: (rule: (typeof rules)[number]) => object | undefined) => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    rules.flatMap((rule) => {
      const schema = schemaOf(rule)
      return schema === undefined ? [] : [[rule.id, schema]]
    }),
  ),
})

const thresholds = byRule(({ title, thresholds }) =>
  Object.keys(thresholds).length === 0
    ? undefined
    : {
        description: title,
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(thresholds).map(([name, { unit, why }]) => [
            name,
            { description: why, ...PATTERNS[unit] },
          ]),
        ),
      },
)
const severities = byRule(({ title }) => ({ description: title, enum: SEVERITIES }))

function valueSchema({ completes, placeholder = '' }: OptionDefinition): object {
  if (typeof completes === 'object') return { enum: completes }
  if (completes === 'rules') return { enum: rules.map(({ id }) => id) }
  return BY_PLACEHOLDER[placeholder] ?? { type: 'string', minLength: 1 }
}

function optionSchema(name: string, option: OptionDefinition): object {
  if (name === 'set') return thresholds
  if (name === 'severity') return severities
  if (option.config === 'switch') return { type: 'boolean' }
  const value = valueSchema(option)
  return option.config === 'list' ? { anyOf: [value, { type: 'array', items: value }] } : value
}

/** The schema of configuration files, from the definitions of options and rules. */
export const configFileSchema = (): object => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://spoolscope.example/schema/spoolscope.config.schema.json',
  title: 'spoolscope.config.yaml',
  description:
    'Options of spoolscope. Each key is an option of the command line without its dashes.',
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(configOptions as OptionDefinitions)
      .filter(([, { config }]) => config !== undefined)
      .map(([name, option]) => [
        name,
        {
          description:
            option.defaultText === undefined
              ? option.help
              : `${option.help} (default: ${option.defaultText})`,
          ...optionSchema(name, option),
        },
      ]),
  ),
})

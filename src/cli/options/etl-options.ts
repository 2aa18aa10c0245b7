import { parseIsoTime } from '../../model/moment.ts'
import { UsageError } from '../../model/usage-error.ts'
import { decodingOptions, utcOffsetOption } from './analysis-options.ts'
import { choiceOption, listOption, switchOption, valueOption } from './define-option.ts'
import { generalOptions, outputOption, tableOrJsonOption } from './general-options.ts'
import { archiveOptions } from './input-options.ts'

const LEVELS: readonly string[] = ['critical', 'error', 'warning', 'information', 'verbose']
const TIME = 'a time with its zone, such as 2016-06-14T08:30Z'

export const etlInfoOptions = {
  format: tableOrJsonOption,
  output: outputOption,
  ...decodingOptions,
  ...archiveOptions,
  ...generalOptions,
} as const

export const etlPrintOptions = {
  format: choiceOption({
    short: 'f',
    choices: ['text', 'ndjson'],
    help: 'Format of the output',
    default: 'text',
    affectsVerdicts: false,
  }),
  output: outputOption,
  /** Names and GUIDs in lower case, GUIDs without braces. */
  provider: listOption({
    placeholder: 'name|guid',
    help: 'Print only events of this provider; repeat for several',
    parse: (text) => [text.toLowerCase().replace(/^\{(.*)\}$/, '$1')],
    affectsVerdicts: false,
  }),
  /** 1 (critical) to 5 (verbose). */
  level: valueOption({
    placeholder: '1..5',
    completes: LEVELS,
    help: 'Print only events this severe: critical, error, warning, information or verbose',
    parse: parseLevel,
    expects: `a number from 1 to 5, or ${LEVELS.join(', ')}`,
    affectsVerdicts: false,
  }),
  from: valueOption({
    placeholder: 'time',
    help: 'Print only events from this time on, such as 2016-06-14T08:30Z',
    parse: parseIsoTime,
    expects: TIME,
    affectsVerdicts: false,
  }),
  to: valueOption({
    placeholder: 'time',
    help: 'Print only events up to this time',
    parse: parseIsoTime,
    expects: TIME,
    affectsVerdicts: false,
  }),
  grep: valueOption({
    placeholder: 'expression',
    help: 'Print only lines that match this regular expression, in any case',
    parse: parseExpression,
    affectsVerdicts: false,
  }),
  all: switchOption({
    help: 'Print the events that describe the trace itself, too',
    affectsVerdicts: false,
  }),
  'utc-offset': utcOffsetOption('Print times in this time zone', 'UTC'),
  ...decodingOptions,
  ...archiveOptions,
  ...generalOptions,
} as const

function parseLevel(text: string): number | undefined {
  const index = LEVELS.indexOf(text.toLowerCase())
  if (index >= 0) return index + 1
  return /^[1-5]$/.test(text) ? Number(text) : undefined
}

function parseExpression(text: string, option: string): RegExp {
  try {
    return new RegExp(text, 'iu')
  } catch (error) {
    throw new UsageError(
      `${option} takes a regular expression: ${(error as Error).message}. ` +
        'Put \\ before characters that are meant literally.',
    )
  }
}

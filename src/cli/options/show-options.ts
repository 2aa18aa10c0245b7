import { decodingOptions } from './analysis-options.ts'
import { choiceOption, valueOption } from './define-option.ts'
import { generalOptions, outputOption } from './general-options.ts'
import { archiveOptions, fileOptions } from './input-options.ts'
import { wholeNumber } from './value-parsers.ts'

const DEFAULT_CONTEXT = 3
/**
 * More is a log, not a citation.
 * Limit: lines around a citation (`--context`).
 * Beyond: a usage error.
 */
const MAX_CONTEXT = 1000

export const showOptions = {
  /** Lines before and after the cited one. */
  context: valueOption({
    short: 'C',
    placeholder: 'n',
    help: 'Lines to print before and after each cited line',
    parse: wholeNumber(0, MAX_CONTEXT),
    expects: `a number from 0 to ${MAX_CONTEXT}`,
    default: DEFAULT_CONTEXT,
    defaultText: String(DEFAULT_CONTEXT),
    affectsVerdicts: false,
    config: 'value',
  }),
  format: choiceOption({
    short: 'f',
    choices: ['text', 'json'],
    help: 'Format of the output',
    default: 'text',
    affectsVerdicts: false,
  }),
  output: outputOption,
  ...decodingOptions,
  ...fileOptions,
  ...archiveOptions,
  ...generalOptions,
} as const

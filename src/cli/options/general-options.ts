import { STANDARD_OUTPUT } from '../../output/output-file.ts'
import { COLOR_CHOICES } from '../../terminal/detect-text-style.ts'
import { choiceOption, inGroup, switchOption, valueOption } from './define-option.ts'
import { anyText, wholeNumber } from './value-parsers.ts'

/** For commands that print a table, or the same as JSON. */
export const tableOrJsonOption = choiceOption({
  short: 'f',
  choices: ['table', 'json'],
  help: 'Format of the output',
  default: 'table',
  affectsVerdicts: false,
})

/** Every command takes these. */
export const generalOptions = inGroup('General', {
  quiet: switchOption({
    short: 'q',
    help: 'Write only errors to stderr',
    affectsVerdicts: false,
  }),
  verbose: switchOption({
    otherNames: { 'explain-reading': true },
    help: 'Explain on stderr what is read, how and why: inputs, formats, records, time',
    affectsVerdicts: false,
  }),
  debug: switchOption({
    help: 'Add the stack trace to an error message',
    affectsVerdicts: false,
  }),
  color: choiceOption({
    choices: COLOR_CHOICES,
    otherNames: { 'no-color': ['never'] },
    help: 'When to use color; NO_COLOR, FORCE_COLOR, CLICOLOR and TERM=dumb count for auto',
    default: 'auto',
    affectsVerdicts: false,
    config: 'value',
  }),
  'no-pager': switchOption({
    help: 'Print long texts at once; on a terminal, PAGER or less shows them page by page',
    affectsVerdicts: false,
    config: 'switch',
  }),
  ascii: switchOption({
    help: 'Draw with ASCII signs only, for fonts that lack others (automatic in old consoles)',
    affectsVerdicts: false,
    config: 'switch',
  }),
  config: valueOption({
    placeholder: 'file',
    completes: 'path',
    help: 'Take options from this file, and from no other configuration',
    parse: anyText,
    affectsVerdicts: false,
  }),
  'no-config': switchOption({
    help: 'Take no options from configuration files (docs/configuration.md)',
    affectsVerdicts: false,
  }),
  help: switchOption({ short: 'h', help: 'Show this help', affectsVerdicts: false }),
  version: switchOption({
    short: 'V',
    help: 'Show the version; with --verbose, also of Node, and the platform',
    affectsVerdicts: false,
  }),
})

/** `-` writes to standard output. */
export const outputOption = valueOption({
  short: 'o',
  placeholder: 'file',
  completes: 'path',
  help: 'Write the output to a file; - is standard output',
  parse: anyText,
  default: STANDARD_OUTPUT,
  affectsVerdicts: false,
})

export const failOnOption = choiceOption({
  choices: ['error', 'warning', 'never'],
  help: 'Exit with 1 when something this severe is found',
  default: 'error',
  affectsVerdicts: false,
  config: 'value',
})

/**
 * Each thread takes memory, and disks gain nothing from more.
 * Limit: threads (`--jobs`).
 * Beyond: a usage error.
 */
export const MAX_JOBS = 64

/** An option for a number of threads; without it, a thread per core. */
export const jobsOption = (help: string) =>
  valueOption({
    short: 'j',
    placeholder: 'n',
    help,
    parse: wholeNumber(1, MAX_JOBS),
    expects: `a number from 1 to ${MAX_JOBS}`,
    defaultText: 'one per core',
    affectsVerdicts: false,
    config: 'value',
  })

const DEFAULT_ROWS = 10

/** An option for the rows of a list. */
export const topOption = (help: string, max: number) =>
  valueOption({
    placeholder: 'n',
    help,
    parse: wholeNumber(1, max),
    expects: `a number from 1 to ${max}`,
    default: DEFAULT_ROWS,
    defaultText: String(DEFAULT_ROWS),
    affectsVerdicts: false,
  })

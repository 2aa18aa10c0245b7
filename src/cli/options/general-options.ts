import { STANDARD_OUTPUT } from '../../output/output-file.ts'
import { choiceOption, switchOption, valueOption } from './define-option.ts'
import { anyText, wholeNumber } from './value-parsers.ts'

/** Every command takes these. */
export const generalOptions = {
  quiet: switchOption({ help: 'Write only errors to stderr', affectsVerdicts: false }),
  'no-color': switchOption({
    help: 'No color (NO_COLOR and TERM=dumb are honored too)',
    affectsVerdicts: false,
  }),
  ascii: switchOption({
    help: 'Draw with ASCII signs only, for fonts that lack others (automatic in old consoles)',
    affectsVerdicts: false,
  }),
  help: switchOption({ short: 'h', help: 'Show this help', affectsVerdicts: false }),
} as const

/** `-` writes to standard output. */
export const outputOption = valueOption({
  placeholder: 'file',
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
    placeholder: 'n',
    help,
    parse: wholeNumber(1, MAX_JOBS),
    expects: `a number from 1 to ${MAX_JOBS}`,
    defaultText: 'one per core',
    affectsVerdicts: false,
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

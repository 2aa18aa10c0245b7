import { analysisOptions } from './analysis-options.ts'
import { batchOptions } from './batch-options.ts'
import { type OptionDefinitions, switchOption } from './define-option.ts'
import { generalOptions, jobsOption, tableOrJsonOption } from './general-options.ts'
import { redactionDetailOptions } from './redaction-options.ts'
import { reportOptions } from './report-options.ts'
import { showOptions } from './show-options.ts'
import { watchOptions } from './watch-options.ts'

const configurable = (definitions: OptionDefinitions): OptionDefinitions =>
  Object.fromEntries(Object.entries(definitions).filter(([, { config }]) => config !== undefined))

/** The options of `config` itself, and all that configurations can set. */
export const configOptions = {
  format: tableOrJsonOption,
  check: switchOption({
    help: 'Only say whether the configurations are correct',
    affectsVerdicts: false,
  }),
  ...(configurable({
    ...analysisOptions,
    ...batchOptions,
    ...reportOptions,
    ...watchOptions,
    ...showOptions,
    ...redactionDetailOptions,
    jobs: jobsOption('Number of threads'),
  }) as unknown as Record<never, never>),
  ...generalOptions,
} as const

import { analysisOptions } from './analysis-options.ts'
import { choiceOption, listOption, switchOption } from './define-option.ts'
import { generalOptions } from './general-options.ts'
import { linkOptions } from './input-options.ts'

export const watchOptions = {
  format: choiceOption({
    short: 'f',
    choices: ['ndjson'],
    help: 'Print one JSON object per event instead of the dashboard',
    affectsVerdicts: false,
  }),
  plain: switchOption({
    help: 'Print one line per event (the default without a terminal)',
    affectsVerdicts: false,
  }),
  until: listOption({
    placeholder: 'condition',
    help:
      'End after a duration (10m), when nothing is spooled (empty), when a rule is flagged, ' +
      'or on rule=clear; repeat for several',
    parse: async (text) => {
      const condition = (await import('./stop-condition.ts')).parseStopCondition(text)
      return condition && [condition]
    },
    expects:
      'a duration (10m), empty (no item is spooled), or a rule with an optional status ' +
      '(spool-message-stuck, ews-unavailable=clear; see spoolscope rules)',
    affectsVerdicts: false,
  }),
  'exit-code': switchOption({
    help: 'Exit with 1 when a rule is flagged at the end, or a time limit ended the wait',
    affectsVerdicts: false,
  }),
  poll: switchOption({
    help: 'Poll the folder: for network shares, which send no events',
    affectsVerdicts: false,
    config: 'switch',
  }),
  'screen-reader': switchOption({
    help: 'Plain text for screen readers (INK_SCREEN_READER is honored too)',
    affectsVerdicts: false,
    config: 'switch',
  }),
  'no-mouse': switchOption({
    help: 'Leave the mouse to the terminal, such as for selecting text in the dashboard',
    affectsVerdicts: false,
    config: 'switch',
  }),
  ...analysisOptions,
  ...linkOptions,
  ...generalOptions,
} as const

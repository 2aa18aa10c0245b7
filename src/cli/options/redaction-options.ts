import { inGroup, switchOption, valueOption } from './define-option.ts'
import { anyText } from './value-parsers.ts'

/** The map of a redaction: written by redaction, read by `unredact`. */
export const redactMapOption = (help: string) =>
  valueOption({
    placeholder: 'file',
    completes: 'path',
    help,
    parse: anyText,
    affectsVerdicts: false,
  })

/** How names are replaced. */
export const redactionDetailOptions = inGroup('Redaction', {
  'redact-key': valueOption({
    placeholder: 'file',
    completes: 'path',
    help: 'Secret that gives each name the same token in every run',
    parse: anyText,
    affectsVerdicts: false,
  }),
  'redact-map': redactMapOption(
    'Write the name behind each token to this file, to keep private (see unredact)',
  ),
  'redact-shift': switchOption({
    help: 'Move all times by one secret offset',
    affectsVerdicts: false,
  }),
})

/** Redaction of reports. */
export const redactionOptions = inGroup('Redaction', {
  redact: switchOption({
    help: 'Replace names, addresses, hosts, numbers and ids by tokens (docs/redaction.md)',
    affectsVerdicts: false,
  }),
  ...redactionDetailOptions,
})

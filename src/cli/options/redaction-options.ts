import { switchOption, valueOption } from './define-option.ts'
import { anyText } from './value-parsers.ts'

/** The map of a redaction: written by redaction, read by `unredact`. */
export const redactMapOption = (help: string) =>
  valueOption({ placeholder: 'file', help, parse: anyText, affectsVerdicts: false })

/** How names are replaced. */
export const redactionDetailOptions = {
  'redact-key': valueOption({
    placeholder: 'file',
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
} as const

/** Redaction of reports. */
export const redactionOptions = {
  redact: switchOption({
    help: 'Replace names, addresses, hosts, numbers and ids by tokens (docs/redaction.md)',
    affectsVerdicts: false,
  }),
  ...redactionDetailOptions,
} as const

import { UsageError } from '../../model/usage-error.ts'
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

/** A key as `openssl rand -hex 32` prints it, and others that are no names of files. */
const KEY_LIKE = /^(?:[0-9a-f]{32,}|[A-Za-z0-9+]{40,}={0,2})$/i

/** The path of a key file. Throws a UsageError for a key, which it does not repeat. */
function parseKeyPath(text: string, option: string): string {
  if (!KEY_LIKE.test(text)) return text
  throw new UsageError(
    `${option} takes the path of a file with the key, not the key itself, which others would see. ` +
      'Write the key to a file that only you can read.',
  )
}

/** How names are replaced. */
export const redactionDetailOptions = inGroup('Redaction', {
  'redact-key': valueOption({
    placeholder: 'file',
    completes: 'path',
    help: 'Secret that gives each name the same token in every run',
    parse: parseKeyPath,
    affectsVerdicts: false,
    config: 'value',
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

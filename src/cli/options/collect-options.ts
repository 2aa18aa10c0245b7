import { parseDuration } from '../../model/duration.ts'
import { choiceOption, inGroup, switchOption, valueOption } from './define-option.ts'
import { generalOptions } from './general-options.ts'
import { linkOptions } from './input-options.ts'
import { redactionDetailOptions, redactMapOption } from './redaction-options.ts'
import { anyText } from './value-parsers.ts'

/** Scripts that collect without spoolscope. */
const SCRIPTS = ['cmd', 'powershell', 'skype-administrator', 'exchange-administrator'] as const
export type CollectScript = (typeof SCRIPTS)[number]

/** No character of it means anything in PowerShell inside quotes, or ends a line. */
const USER = /^[\p{L}\p{N}.!#$&'*+/=?^_{|}~-]{1,128}@[\p{L}\p{N}.-]{1,255}$/u

export const collectOptions = {
  output: valueOption({
    short: 'o',
    placeholder: 'zip',
    completes: 'path',
    help: 'The bundle to write, a new file; - is standard output',
    parse: anyText,
    defaultText: 'spoolscope-<machine>-<time>.zip here',
    affectsVerdicts: false,
  }),
  again: valueOption({
    placeholder: 'duration',
    help:
      'Look at the spool again after this time, because two snapshots show what one cannot; ' +
      '0s for never',
    parse: parseDuration,
    expects: 'a duration, such as 5m or 30s',
    defaultText: '5m, which Enter skips; never without a terminal or a spooled item',
    affectsVerdicts: false,
  }),
  'with-messages': switchOption({
    help: 'Also collect the spooled files: they are people’s messages',
    affectsVerdicts: false,
  }),
  'configuration-information': valueOption({
    placeholder: 'file',
    completes: 'path',
    help: 'A text file with the Configuration Information of the client',
    parse: anyText,
    affectsVerdicts: false,
  }),
  'from-clipboard': switchOption({
    help: 'Take the Configuration Information from the clipboard (Windows)',
    affectsVerdicts: false,
  }),
  script: choiceOption({
    choices: SCRIPTS,
    help:
      'Print a script instead: for a machine where no program may be copied to, ' +
      'or for an administrator',
    affectsVerdicts: false,
  }),
  user: valueOption({
    placeholder: 'user@domain',
    help: 'The user whom the script of an administrator asks about',
    parse: (text) => (USER.test(text) ? text : undefined),
    expects: 'an address, such as kim@contoso.example',
    affectsVerdicts: false,
  }),
  ...linkOptions,
  ...inGroup('Redaction', {
    redact: switchOption({
      help: 'Write redacted logs, without names and message texts (docs/redaction.md)',
      affectsVerdicts: false,
    }),
    'redact-key': redactionDetailOptions['redact-key'],
    'redact-map': redactMapOption('Write the name behind each token to this file, to keep private'),
  }),
  ...generalOptions,
} as const

export const verifyOptions = {
  fingerprint: valueOption({
    placeholder: 'hex',
    help: 'The fingerprint that collect printed: then a changed manifest is noticed too',
    parse: (text) => (/^[0-9a-f]{64}$/i.test(text) ? text.toLowerCase() : undefined),
    expects: 'the 64 hexadecimal digits that collect printed',
    affectsVerdicts: false,
  }),
  ...generalOptions,
} as const

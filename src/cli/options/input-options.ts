import { DEFAULT_VERDICT_OPTIONS } from '../../model/verdict-options.ts'
import { inGroup, switchOption, valueOption } from './define-option.ts'
import { parseByteSize, wholeNumber } from './value-parsers.ts'

const sizeOption = (help: string, defaultBytes: number, defaultText: string) =>
  valueOption({
    placeholder: 'size',
    help,
    parse: parseByteSize,
    expects: 'a size in bytes, such as 500M or 4G',
    default: defaultBytes,
    defaultText,
    affectsVerdicts: true,
    config: 'value',
  })

const countOption = (help: string, min: number, defaultCount: number) =>
  valueOption({
    placeholder: 'n',
    help,
    parse: wholeNumber(min),
    expects: `a whole number from ${min} on`,
    default: defaultCount,
    defaultText: String(defaultCount),
    affectsVerdicts: true,
    config: 'value',
  })

/** Whether links are followed, for every command that reads folders or logs of a case. */
export const linkOptions = inGroup('Reading', {
  'follow-links': switchOption({
    help: 'Follow links in the folders of a case, also those that lead out of it',
    affectsVerdicts: true,
  }),
})

/** Which files of a case are read. They affect verdicts: a file that is left out is not read. */
export const fileOptions = inGroup('Reading', {
  ...linkOptions,
  'max-files': countOption(
    'Maximum number of files of a case, archives not unpacked',
    1,
    DEFAULT_VERDICT_OPTIONS['max-files'],
  ),
})

/** Limits for hostile archives. They affect verdicts: an entry that exceeds them is not read. */
export const archiveOptions = inGroup('Limits of archives', {
  'max-entry-bytes': sizeOption(
    'Maximum unpacked size of one archive entry',
    DEFAULT_VERDICT_OPTIONS['max-entry-bytes'],
    '4G',
  ),
  'max-total-bytes': sizeOption(
    'Maximum unpacked size of all archives of a case',
    DEFAULT_VERDICT_OPTIONS['max-total-bytes'],
    '16G',
  ),
  'max-ratio': countOption(
    'Maximum compression ratio of an archive entry',
    1,
    DEFAULT_VERDICT_OPTIONS['max-ratio'],
  ),
  'max-entries': countOption(
    'Maximum number of entries in the archives of a case',
    1,
    DEFAULT_VERDICT_OPTIONS['max-entries'],
  ),
  'max-nesting': countOption(
    'Maximum depth of archives inside archives',
    0,
    DEFAULT_VERDICT_OPTIONS['max-nesting'],
  ),
  'max-path-length': countOption(
    'Maximum length of an entry path, in characters',
    1,
    DEFAULT_VERDICT_OPTIONS['max-path-length'],
  ),
})

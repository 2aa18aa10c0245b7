import type {
  ConfigurationFile,
  ConfigurationInForce,
  ConfiguredValue,
} from '../../model/configuration.ts'
import { when } from '../../model/defined.ts'
import { truncateText } from '../../model/text/printable.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { headingLine, paint, paintLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { joinLines, type TerminalText, type Text } from '../../terminal/terminal-text.ts'

/**
 * A table has to stay readable.
 * Limit: characters of a value in the table of `config`.
 * Beyond: it is cut; JSON has all.
 */
const MAX_VALUE_CHARACTERS = 80

const KINDS: Readonly<Record<ConfigurationFile['kind'], string>> = {
  named: 'file of --config',
  project: 'file of this folder',
  user: 'file of the user',
}

const NO_FILES =
  'No configuration was found: neither in this folder or above, nor for the user. ' +
  'See docs/configuration.md.'

/** `/cases/spoolscope.config.yaml:3:10: fail-on takes …` */
export const configProblemText = (
  path: string,
  { line, column, message }: ConfigurationFile['problems'][number],
): string => `${path}:${line}:${column}: ${message}`

/** Formats what is in force as a table: the values that were set first, then the defaults. */
export function configTable(
  { files, options }: ConfigurationInForce,
  style: TextStyle,
): TerminalText {
  const isSet = ({ from }: ConfiguredValue) => from.kind !== 'default'
  const set = options.filter(isSet)
  const defaults = options.filter((value) => !isSet(value))
  return joinLines([
    ...fileLines(files, style),
    ...when(set.length > 0, () => ['', headingLine('Set', style), ...valueLines(set, style)]),
    '',
    headingLine('Default', style),
    ...valueLines(defaults, style),
  ])
}

/** Says of each file whether it is used and correct. */
export const configCheckText = ({ files }: ConfigurationInForce, style: TextStyle): TerminalText =>
  joinLines(fileLines(files, style))

function fileLines(files: readonly ConfigurationFile[], style: TextStyle): Text[] {
  if (files.length === 0) return wrapText(NO_FILES, style.width)
  return files.flatMap(({ path, kind, reason, options, problems }) => {
    const sets = options.length === 0 ? 'sets nothing' : `sets ${options.join(', ')}`
    const state = reason ?? (problems.length > 0 ? 'is not correct' : `the ${KINDS[kind]}, ${sets}`)
    return [
      ...wrapText(safeText(`${path}: ${state}`), style.width, { indent: 2 }),
      ...problems.flatMap((problem) =>
        paintLines(
          style,
          'red',
          wrapText(safeText(configProblemText(path, problem)), style.width, { indent: 4 }),
        ),
      ),
    ]
  })
}

function valueLines(values: readonly ConfiguredValue[], style: TextStyle): Text[] {
  const rows = values.map(({ option, value, from }) => [
    paint(style, from.kind === 'default' ? 'dim' : 'bold', option),
    valueText(value),
    ...when(from.kind !== 'default', () => [originText(from)]),
  ])
  return formatColumns(rows)
}

function valueText(value: ConfiguredValue['value']): Text {
  if (value === null) return '–'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return safeText(truncateText(value, MAX_VALUE_CHARACTERS))
}

/** The list of files has the paths, which may be long. */
function originText({ kind, line }: ConfiguredValue['from']): Text {
  if (kind === 'default') return ''
  if (kind === 'command-line') return 'command line'
  return line === undefined ? KINDS[kind] : `${KINDS[kind]}, line ${line}`
}

import { present } from '../../model/defined.ts'
import type { ConfigurationUse } from '../../model/report.ts'
import { joinLines } from '../../terminal/terminal-text.ts'
import type { CommandContext } from '../command-context.ts'
import { generalOptions } from '../options/general-options.ts'
import type { Configuration } from './apply-configs.ts'

interface ConfiguredLine {
  readonly options: Readonly<Record<string, unknown>>
  readonly configuration?: Configuration
}

/** What a report says of configurations. Undefined where none sets an option that matters to it. */
export function configurationUses({
  configuration,
}: ConfiguredLine): readonly ConfigurationUse[] | undefined {
  const uses = (configuration?.files ?? [])
    .map(({ shownPath, options }) => ({ file: shownPath, options: options.filter(mayMatter) }))
    .filter(({ options }) => options.length > 0)
  return uses.length === 0 ? undefined : uses
}

/** Whether an option can change more than how the output looks. */
const mayMatter = (name: string): boolean => !Object.hasOwn(generalOptions, name)

/**
 * Says on standard error, unless `--quiet`: that a file at or above the working directory set options
 * other than of the output, which a user may not know of, or why it is not used.
 */
export function noteConfiguration(
  { options, configuration }: ConfiguredLine,
  { stderr }: Pick<CommandContext, 'stderr'>,
): void {
  if (options.quiet || configuration === undefined) return
  const notes = configuration.files.map(({ kind, shownPath, refused, options: set }) => {
    if (refused !== undefined) return `spoolscope: ${shownPath} ${refused}`
    const names = set.filter(mayMatter)
    return kind === 'project' && names.length > 0
      ? `spoolscope: options from ${shownPath}: ${names.join(', ')}. --no-config ignores them.`
      : undefined
  })
  stderr.write(joinLines(present(notes)))
}

import { statInput } from '../../inputs/find-files.ts'
import { UsageError } from '../../model/usage-error.ts'

/** Returns the paths. Throws a UsageError for a path that is not a regular file. */
export function checkEtlInputs(paths: readonly string[], command: string): readonly string[] {
  if (paths.length === 0)
    throw new UsageError(`Which trace? Name the file: spoolscope etl ${command} trace.etl`)
  for (const path of paths) {
    if (path === '-')
      throw new UsageError(
        'A binary trace is not read in order, so it cannot come from standard input. ' +
          'Name its file.',
      )
    const stats = statInput(path)
    if (stats.isDirectory())
      throw new UsageError(
        `${path} is a folder. Name the traces in it: spoolscope etl ${command} ${path}/*.etl`,
      )
    if (!stats.isFile())
      throw new UsageError(
        `${path} is not a file. A binary trace is not read in order: save it to a file first.`,
      )
  }
  return paths
}

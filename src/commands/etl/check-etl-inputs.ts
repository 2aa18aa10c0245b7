import { statInput } from '../../inputs/find-files.ts'
import { UsageError } from '../../model/usage-error.ts'

/** Files that were named, each one that can be read in any place. */
export function checkEtlInputs(paths: readonly string[], command: string): readonly string[] {
  if (paths.length === 0)
    throw new UsageError(`Which trace? Name the file: spoolscope etl ${command} trace.etl`)
  for (const path of paths) {
    if (path === '-')
      throw new UsageError(
        'A binary trace is read in any order, so it cannot come from standard input. Name its file.',
      )
    const stats = statInput(path)
    if (stats.isDirectory())
      throw new UsageError(
        `${path} is a folder. Name the traces in it: spoolscope etl ${command} ${path}/*.etl`,
      )
    if (!stats.isFile())
      throw new UsageError(
        `${path} is no file. A binary trace is read in any order: save it to a file first.`,
      )
  }
  return paths
}

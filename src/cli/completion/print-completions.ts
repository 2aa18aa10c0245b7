import { toPrintable } from '../../model/text/printable.ts'
import type { CommandContext } from '../command-context.ts'
import { complete } from './complete.ts'

/** PowerShell cannot pass an empty word. */
const EMPTY = '""'

/**
 * Answers the script of a shell: a line for each candidate, with a tab before what it is; before
 * them, `:path` and what stands before it where the shell is to complete a path, else `:words`.
 */
export function printCompletions(
  words: readonly string[],
  { stdout }: Pick<CommandContext, 'stdout'>,
): 0 {
  const { candidates, beforePath } = complete(words.map((word) => (word === EMPTY ? '' : word)))
  const lines = candidates.map(({ word, text }) => `${word}\t${toPrintable(text)}`)
  stdout.writeData(
    `${[beforePath === undefined ? ':words' : `:path\t${beforePath}`, ...lines].join('\n')}\n`,
  )
  return 0
}

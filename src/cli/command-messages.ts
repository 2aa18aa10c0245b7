import { commandDefinitions, type ParentCommand, parentCommands } from './command-definitions.ts'
import { didYouMean } from './did-you-mean.ts'

/** Names which subcommands there are, and suggests the nearest. */
export function missingSubcommandMessage(parent: ParentCommand, word = ''): string {
  const names = Object.keys(commandDefinitions)
    .filter((name) => name.startsWith(`${parent} `))
    .map((name) => name.slice(parent.length + 1))
  return (
    `${parent} takes a subcommand, ${names.join(' or ')}: ` +
    `spoolscope ${parent} ${names[0]} trace.etl.${didYouMean(word, names)}`
  )
}

/** Suggests the nearest command; else, where the word can be a path, to analyze it. */
export function unknownCommandMessage(word: string, path?: string): string {
  const names = Object.keys(commandDefinitions).filter((name) => !name.includes(' '))
  const suggestion = didYouMean(word, [...names, ...Object.keys(parentCommands)])
  const advice =
    path === undefined
      ? ' See spoolscope --help for all commands.'
      : ` To analyze evidence: spoolscope analyze ${path}`
  return `There is no command “${word}”.${suggestion || advice}`
}

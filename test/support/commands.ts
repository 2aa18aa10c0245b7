import { commandLines } from '../../src/commands/command-lines.ts'

/** Whether the program has such a command. */
export const hasCommand = (name: string): boolean => Object.hasOwn(commandLines, name)

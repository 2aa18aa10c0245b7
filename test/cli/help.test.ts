import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import {
  COMMAND_GROUPS,
  type CommandDefinition,
  type CommandName,
  commandDefinitions,
} from '../../src/cli/command-definitions.ts'
import { findHelpTopic, helpText, shortHelpText } from '../../src/cli/help.ts'
import type { HelpTopic } from '../../src/cli/help-page.ts'

const commands = Object.entries(commandDefinitions) as [CommandName, CommandDefinition][]
const topics: HelpTopic[] = [undefined, 'etl', ...commands.map(([name]) => name)]
const plain = (width: number) => ({ color: false, width })

describe.each(topics.map((topic) => ({ topic, name: topic ?? 'the program' })))(
  'the help of $name',
  ({ topic }) => {
    const text = String(helpText(topic, plain(80)))

    it('starts with the usage, and ends with at most four examples behind the exit codes', () => {
      expect(text).toMatch(/^Usage: spoolscope /)
      const headings = text.split('\n').filter((line) => /^[A-Z].*[^.:]$/.test(line))
      expect(headings.slice(-2)).toEqual(['Exit codes', 'Examples'])
      const [, examples = ''] = text.split('\nExamples\n')
      const lines = examples.split('\n').filter((line) => /^ {2}[^# ]/.test(line))
      expect(lines.length).toBeGreaterThan(0)
      expect(lines.length).toBeLessThanOrEqual(4)
    })

    it.each([40, 60, 80, 120])('has no line wider than %i, except command lines', (width) => {
      const lines = String(helpText(topic, plain(width))).split('\n')
      const isTyped = (line: string) => /^(?:Usage:| {2,6}-| {2}.*spoolscope )/.test(line)
      expect(lines.filter((line) => stringWidth(line) > width && !isTyped(line))).toEqual([])
    })
  },
)

it('every command is in the list of all commands, in its group, in one line of 80 columns', () => {
  const lines = String(helpText(undefined, plain(80))).split('\n')
  for (const [name, { group, summary }] of commands) {
    const at = lines.findIndex((line) => line.startsWith(`  ${name} `) && line.endsWith(summary))
    expect(at, name).toBeGreaterThan(0)
    const heading = lines
      .slice(0, at)
      .findLast((line) => COMMAND_GROUPS.some((known) => known === line))
    expect(heading, name).toBe(group)
  }
})

it('a topic is found by one or two words', () => {
  expect(findHelpTopic([])).toBe(undefined)
  expect(findHelpTopic(['analyze'])).toBe('analyze')
  expect(findHelpTopic(['etl'])).toBe('etl')
  expect(findHelpTopic(['etl', 'print'])).toBe('etl print')
  expect(() => findHelpTopic(['analyse'])).toThrow('Did you mean analyze?')
  expect(() => findHelpTopic(['etl', 'inof'])).toThrow('Did you mean info?')
  expect(() => findHelpTopic(['rules', 'explain'])).toThrow('help takes one command')
})

it('the short screen fits on ten lines of 80 columns', () => {
  const lines = String(shortHelpText(plain(80))).split('\n')
  expect(lines.length).toBeLessThan(10)
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(80)
})

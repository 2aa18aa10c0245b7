import { describe, expect, it } from 'vitest'
import { commandDefinitions } from '../../../src/cli/command-definitions.ts'
import { complete } from '../../../src/cli/completion/complete.ts'
import { rules } from '../../../src/rules/index.ts'

/** The candidates for a line; the cursor is at its end. */
const words = (line: string): readonly string[] =>
  complete(line.split(' ')).candidates.map(({ word }) => word)

const beforePath = (line: string) => complete(line.split(' ')).beforePath

describe('completion offers', () => {
  it('all commands, subcommands under their parent', () => {
    const [names, ...nested] = [words(''), words('etl ')]
    expect([...(names ?? [])].sort()).toEqual(
      [...Object.keys(commandDefinitions).filter((name) => !name.includes(' ')), 'etl'].sort(),
    )
    expect(nested).toEqual([['info', 'print']])
    expect(words('ana')).toEqual(['analyze'])
    expect(words('-q ana')).toEqual(['analyze'])
  })

  it.each(Object.entries(commandDefinitions))('all options of %s', (name, { options }) => {
    const offered = words(`${name} -`)
    for (const option of Object.keys(options)) expect(offered).toContain(`--${option}`)
    expect(offered.filter((word) => word.startsWith('--'))).toHaveLength(
      Object.keys(options).length,
    )
  })

  it('values, behind a blank, an equals sign, and a short option', () => {
    expect(words('analyze --format ma')).toEqual(['markdown'])
    expect(words('analyze --format=ma')).toEqual(['--format=markdown'])
    expect(words('analyze -f ma')).toEqual(['markdown'])
    expect(words('analyze -qf ma')).toEqual(['markdown'])
    expect(words('analyze x --fail-on ')).toEqual(['error', 'warning', 'never'])
    expect(words('completion f')).toEqual(['fish'])
  })

  it('rules, several behind commas', () => {
    expect(words('explain ')).toEqual(rules.map(({ id }) => id))
    expect(words('analyze --rule clock-skew,clo')).toEqual([])
    expect(words('analyze --severity clock-skew=w')).toEqual(['clock-skew=warning'])
    expect(words('analyze --rule clock-skew,logg')).toEqual(['clock-skew,logging-not-full'])
    expect(words('analyze --set spool-message-stuck.')).toContain('spool-message-stuck.stuckAfter=')
  })

  it('paths, where one can be', () => {
    expect(beforePath('analyze ')).toBe('')
    expect(beforePath('analyze -- -')).toBe('')
    expect(beforePath('analyze x --output ')).toBe('')
    expect(beforePath('analyze x --output=re')).toBe('--output=')
    expect(beforePath('analyze x --report html=re')).toBe('html=')
    expect(beforePath('analyze x --report=html=re')).toBe('--report=html=')
    expect(beforePath('rules ')).toBe(undefined)
  })

  it('report formats, each with its equals sign', () => {
    expect(words('analyze --report sa')).toEqual(['sarif='])
    expect(words('analyze --report=sa')).toEqual(['--report=sarif='])
  })

  it('commands behind help', () => {
    expect(words('help an')).toEqual(['analyze'])
    expect(words('help etl p')).toEqual(['print'])
  })

  it('nothing where anything, or nothing, can stand', () => {
    expect(words('analyze --as-of ')).toEqual([])
    expect(words('rules x')).toEqual([])
    expect(words('nonsense x')).toEqual([])
  })
})

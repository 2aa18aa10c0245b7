import { expect, it } from 'vitest'
import { footerLine } from '../../src/ui/footer.ts'
import { helpLines } from '../../src/ui/help-lines.ts'
import { keyNames } from '../../src/ui/key-names.ts'
import { commandForKey, KEYS } from '../../src/ui/keys.ts'
import { paintLine } from '../../src/ui/span.ts'
import { INITIAL_STATE } from '../../src/ui/view-state.ts'

const plain = { width: 80, color: false }

it('no key means two things in one place', () => {
  const meanings = KEYS.flatMap(({ names, contexts: places }) =>
    names.flatMap((name) => places.map((place) => `${name} in ${place}`)),
  )
  expect(meanings.filter((meaning, index) => meanings.indexOf(meaning) !== index)).toEqual([])
})

it('the help shows every key with its words', () => {
  const help = helpLines(200).map((line) => paintLine(line, plain))
  for (const { label: shown, help: words } of KEYS)
    expect(help.some((line) => line.includes(shown) && line.includes(words))).toBe(true)
})

it('the last line shows keys that work where one is, whole or not at all', () => {
  for (const width of [40, 60, 80, 120]) {
    const shown = paintLine(footerLine(INITIAL_STATE, width), plain).trimEnd().split(/ {2,}/)
    const hints = KEYS.map(({ label: keys, hint: brief }) => `${keys.split('  ')[0]} ${brief}`)
    expect(shown.filter((hint) => !hints.includes(hint))).toEqual([])
    expect(shown).toContain('q quit')
    expect(shown).toContain('? help')
  }
})

it('what is typed while filtering is text, and not what its letters mean elsewhere', () => {
  expect(commandForKey('q', 'spool')).toEqual({ do: 'quit' })
  expect(commandForKey('q', 'filter')).toEqual({ do: 'type', text: 'q' })
  expect(commandForKey('田', 'filter')).toEqual({ do: 'type', text: '田' })
  expect(commandForKey('escape', 'filter')).toEqual({ do: 'back' })
  expect(commandForKey('page-down', 'filter')).toBeUndefined()
  expect(commandForKey('x', 'spool')).toBeUndefined()
})

it('a key that is held down is as many keys', () => {
  expect(keyNames('jjj', {})).toEqual(['j', 'j', 'j'])
  expect(keyNames('kim\r', {})).toEqual(['k', 'i', 'm', 'enter'])
})

it('names keys as the terminal sends them', () => {
  expect(keyNames('', { downArrow: true })).toEqual(['down'])
  expect(keyNames('', { tab: true, shift: true })).toEqual(['shift-tab'])
  expect(keyNames('', { delete: true })).toEqual(['backspace'])
  expect(keyNames('c', { ctrl: true })).toEqual(['ctrl-c'])
  expect(keyNames('G', { shift: true })).toEqual(['G'])
})

it('passes over what is no key', () => {
  expect(keyNames('\u0000\u200b', {})).toEqual([])
  expect(keyNames('x', { meta: true })).toEqual([])
})

import { expect, it } from 'vitest'
import { footerLine } from '../../src/ui/footer.ts'
import { helpLines } from '../../src/ui/help-lines.ts'
import { keyNames } from '../../src/ui/input/key-names.ts'
import { commandForKey, KEYS } from '../../src/ui/keys.ts'
import { paintLine } from '../../src/ui/span.ts'
import { INITIAL_STATE } from '../../src/ui/view-state.ts'
import { incident } from '../support/live-view.ts'

const plain = { width: 80, color: false }

it('no key has two meanings in one context', () => {
  const meanings = KEYS.flatMap(({ names, contexts }) =>
    names.flatMap((name) => contexts.map((context) => `${name} in ${context}`)),
  )
  expect(meanings.filter((meaning, index) => meanings.indexOf(meaning) !== index)).toEqual([])
})

it('the help lists every key with its description', () => {
  const lines = helpLines(200).map((line) => paintLine(line, plain))
  for (const { label, help } of KEYS)
    expect(lines.some((line) => line.includes(label) && line.includes(help))).toBe(true)
})

it('the footer shows the keys of the focused pane, each complete or not at all', () => {
  for (const width of [40, 60, 80, 120]) {
    const shown = paintLine(footerLine(INITIAL_STATE, incident(), width), plain)
      .trimEnd()
      .split(/ {2,}/)
    const hints = KEYS.map(({ label, hint }) => `${label.split('  ')[0]} ${hint}`)
    expect(shown.filter((text) => !hints.includes(text))).toEqual([])
    expect(shown).toContain('q quit')
    expect(shown).toContain('? help')
  }
})

it('the footer of a search begins with its hits, and cuts no hint', () => {
  const view = incident()
  const search = { query: 'busy' }
  for (let width = 40; width <= 160; width++) {
    const shown = paintLine(footerLine({ ...INITIAL_STATE, search }, view, width), plain).trimEnd()
    expect(shown).toMatch(/^\/busy {2}1 of \d+ {2}n next/)
    expect(shown).not.toContain('…')
  }
})

it('letters typed into a filter are text, not commands', () => {
  expect(commandForKey('q', 'spool')).toEqual({ do: 'quit' })
  expect(commandForKey('q', 'filter')).toEqual({ do: 'type', text: 'q' })
  expect(commandForKey('田', 'filter')).toEqual({ do: 'type', text: '田' })
  expect(commandForKey('escape', 'filter')).toEqual({ do: 'back' })
  expect(commandForKey('page-down', 'filter')).toBeUndefined()
  expect(commandForKey('x', 'spool')).toBeUndefined()
})

it('a key that is held down counts once for each repetition', () => {
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

it('ignores input that is not a key', () => {
  expect(keyNames('\u0000\u200b', {})).toEqual([])
  expect(keyNames('x', { meta: true })).toEqual([])
})

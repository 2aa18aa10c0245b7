import { describe, expect, it } from 'vitest'
import type { LiveView } from '../../src/model/live-view.ts'
import { searchText } from '../../src/ui/footer.ts'
import { highlightText } from '../../src/ui/search/highlight.ts'
import { findHits } from '../../src/ui/search/hits.ts'
import { selectedRow } from '../../src/ui/selection.ts'
import { paintLine, span } from '../../src/ui/span.ts'
import {
  type Action,
  INITIAL_STATE,
  keyContextOf,
  reduce,
  type ViewState,
} from '../../src/ui/view-state.ts'
import { incident } from '../support/live-view.ts'

const view = incident()
const stateAfter = (state: ViewState, ...actions: readonly Action[]): ViewState =>
  actions.reduce((current, action) => reduce(current, action, view), state)
const start = stateAfter(INITIAL_STATE, { do: 'refresh' })
const typed = (text: string): readonly Action[] => [
  { do: 'search' },
  ...[...text].map((character): Action => ({ do: 'type', text: character })),
]
const NEXT: Action = { do: 'next-hit', by: 1 }
const PREVIOUS: Action = { do: 'next-hit', by: -1 }
const selected = (state: ViewState) => [state.pane, selectedRow(state.activeList, state, view)?.key]

describe('a search', () => {
  it('finds entries in every pane, also by their details', () => {
    const panesWith = (text: string) => new Set(findHits(start, view, text).map(({ pane }) => pane))
    expect(panesWith('00000002.hist')).toEqual(
      new Set(['diagnosis', 'spool', 'verdicts', 'events']),
    )
    expect(panesWith('Get-CsUser')).toEqual(new Set(['verdicts', 'not-checked']))
    expect(panesWith('Get-ThrottlingPolicyAssociation')).toEqual(new Set(['diagnosis']))
    expect(panesWith('c3e9@')).toEqual(new Set(['diagnosis', 'journey']))
    expect(findHits(start, view, '')).toEqual([])
  })

  it('selects the first hit while it is typed, and returns with Esc', () => {
    const found = stateAfter(start, ...typed('00000004'))
    expect(selected(found)[0]).toBe('spool')
    expect(selected(found)[1]).toContain('00000004.hist')
    expect(keyContextOf(found)).toBe('search')
    const left = stateAfter(found, { do: 'back' })
    expect(selected(left)).toEqual(selected(start))
    expect(left.search).toBeUndefined()
    // With a shorter text, the search begins again from where it began.
    const shorter = stateAfter(found, { do: 'erase' }, { do: 'erase' })
    expect(selected(shorter)).toEqual(selected(stateAfter(start, ...typed('000000'))))
  })

  it('goes to each hit once, then on at the top', () => {
    const state = stateAfter(start, ...typed('hist'), { do: 'accept' })
    const { length } = findHits(state, view, 'hist')
    expect(length).toBeGreaterThan(6)
    const seen: string[] = []
    let current = state
    for (let count = 1; count <= length; count++) {
      expect(searchText(current, view)).toBe(`${count} of ${length}`)
      seen.push(selected(current).join(' '))
      current = stateAfter(current, NEXT)
    }
    expect(new Set(seen).size).toBe(length)
    expect(selected(current)).toEqual(selected(state))
    expect(searchText(current, view)).toBe(`1 of ${length}, continued at the top`)
    const last = stateAfter(current, PREVIOUS)
    expect(searchText(last, view)).toBe(`${length} of ${length}, continued at the bottom`)
    expect(searchText(stateAfter(last, PREVIOUS), view)).toBe(`${length - 1} of ${length}`)
  })

  it('ends with Esc and keeps the selection; an empty one is none', () => {
    const kept = stateAfter(start, ...typed('robin'), { do: 'accept' }, NEXT)
    const left = stateAfter(kept, { do: 'back' })
    expect(left.search).toBeUndefined()
    expect(selected(left)).toEqual(selected(kept))
    expect(stateAfter(start, { do: 'search' }, { do: 'accept' }).search).toBeUndefined()
  })

  it('says so without a hit, and n does nothing', () => {
    const state = stateAfter(start, ...typed('no such text'), { do: 'accept' })
    expect(searchText(state, view)).toBe('no hit')
    expect(selected(stateAfter(state, NEXT))).toEqual(selected(start))
    expect(stateAfter(start, NEXT)).toEqual(start)
  })

  it('counts only when the selected entry is no hit', () => {
    const state = stateAfter(start, ...typed('EBUSY'), { do: 'accept' })
    const moved = stateAfter(state, { do: 'point', pane: 'spool' })
    expect(searchText(moved, view)).toMatch(/^\d+ hits$/)
  })

  it('searches what a filter shows', () => {
    const inSpool = stateAfter(
      start,
      { do: 'focus', by: 1 },
      { do: 'filter' },
      { do: 'type', text: '0001' },
    )
    const state = stateAfter(inSpool, { do: 'accept' })
    expect(findHits(state, view, '00000002').filter(({ pane }) => pane === 'spool')).toEqual([])
  })

  it('keeps the open detail when it goes on', () => {
    const open = stateAfter(start, ...typed('busy'), { do: 'accept' }, { do: 'open' }, NEXT)
    expect(open.overlay).toBe('detail')
  })

  it('takes the view of a pause', () => {
    const paused = stateAfter(start, { do: 'pause' })
    const empty: LiveView = { ...view, items: [] }
    const state = reduce(paused, { do: 'search' }, empty)
    expect(reduce(state, { do: 'type', text: '00000004' }, empty).pane).toBe('spool')
  })
})

describe('marking', () => {
  const marked = (line: Parameters<typeof highlightText>[0], query: string) =>
    paintLine(highlightText(line, query), { width: 80, color: true }).replace(/\u001b\[/g, '<')

  it('marks a text that is in pieces', () => {
    const line = [span('one tw', 'red'), span('o three')]
    expect(marked(line, 'two')).toContain('tw')
    expect(highlightText(line, 'two').map(({ text }) => text)).toEqual([
      'one ',
      'tw',
      'o',
      ' three',
    ])
  })

  it('takes every character as itself', () => {
    expect(highlightText([span('a.c abc (')], 'a.c').map(({ text }) => text)).toEqual([
      'a.c',
      ' abc (',
    ])
    expect(highlightText([span('a (b')], '(').map(({ text }) => text)).toEqual(['a ', '(', 'b'])
    expect(highlightText([span('x')], '')).toEqual([span('x')])
  })
})

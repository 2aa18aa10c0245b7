import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seconds } from '../../src/model/duration.ts'
import type { LiveView } from '../../src/model/live-view.ts'
import { LISTS } from '../../src/ui/lists.ts'
import { LIST_PANES, type ListPane } from '../../src/ui/pane.ts'
import { listSelection, selectedRow } from '../../src/ui/selection.ts'
import {
  type Action,
  displayedView,
  INITIAL_STATE,
  keyContextOf,
  reduce,
  type ViewState,
} from '../../src/ui/view-state.ts'
import { incident, liveItem, liveView } from '../support/live-view.ts'

const IN_SPOOL: ViewState = { ...INITIAL_STATE, pane: 'spool', activeList: 'spool' }

/** The state after actions that begin in the spool. */
const stateAfter = (view: LiveView, ...actions: readonly Action[]): ViewState =>
  actions.reduce(
    (state, action) => reduce(state, action, view),
    reduce(IN_SPOOL, { do: 'refresh' }, view),
  )

const selectedKey = (pane: ListPane, state: ViewState, view: LiveView) =>
  selectedRow(pane, state, view)?.key
const spool = (...names: readonly string[]) =>
  liveView({ items: names.map((name) => liveItem(name, 0, { key: name })) })
const down: Action = { do: 'move', by: 1 }

describe('the selection', () => {
  it('starts with the oldest item, the worst verdict, and the latest event', () => {
    const view = incident()
    const state = stateAfter(view)
    expect(selectedKey('spool', state, view)).toContain('00000001.hist')
    expect(selectedKey('verdicts', state, view)).toBe('spool-message-stuck')
    expect(listSelection('events', state, view).index).toBe(view.events.length - 1)
  })

  it('stops at both ends', () => {
    const view = spool('a', 'b', 'c')
    expect(selectedKey('spool', stateAfter(view, { do: 'move', by: 10 }), view)).toBe('c')
    expect(
      selectedKey(
        'spool',
        stateAfter(view, { do: 'go', to: 'last' }, { do: 'move', by: -10 }),
        view,
      ),
    ).toBe('a')
  })

  it('moves to the next entry when its entry is gone, and stays there', () => {
    const first = spool('a', 'b', 'c')
    const state = stateAfter(first, down)
    const second = spool('a', 'c')
    const next = reduce(state, { do: 'refresh' }, second)
    expect(selectedKey('spool', next, second)).toBe('c')
    const third = spool('0', 'a', 'b', 'c')
    expect(selectedKey('spool', reduce(next, { do: 'refresh' }, third), third)).toBe('c')
  })

  it('moves to the previous entry when the last one is gone', () => {
    const state = stateAfter(spool('a', 'b'), down)
    expect(selectedKey('spool', state, spool('a'))).toBe('a')
  })

  it('returns to its entry after a filter has hidden it', () => {
    const view = spool('alpha', 'beta', 'gamma')
    const hidden = stateAfter(
      view,
      down,
      { do: 'filter' },
      { do: 'type', text: 'gam' },
      { do: 'refresh' },
    )
    expect(selectedKey('spool', hidden, view)).toBe('gamma')
    expect(selectedKey('spool', reduce(hidden, { do: 'back' }, view), view)).toBe('beta')
  })

  it('distinguishes events with the same time and name', () => {
    const event = { event: 'log-ended', at: '2016-09-20T08:00:00.000Z', path: 'a.log' } as const
    const view = liveView({ events: [event, event, event] })
    const events = { ...INITIAL_STATE, pane: 'events', activeList: 'events' } as const
    const places = [0, 1, 2].map((steps) => {
      const state = [
        { do: 'go', to: 'first' } as const,
        ...Array<Action>(steps).fill(down),
      ].reduce<ViewState>((state, action) => reduce(state, action, view), events)
      return listSelection('events', state, view).index
    })
    expect(places).toEqual([0, 1, 2])
  })

  it('follows the latest event once it has reached it', () => {
    const view = incident()
    const back: Action = { do: 'focus', by: -1 }
    const events = stateAfter(view, back, back, back)
    const more = {
      ...view,
      events: [
        ...view.events,
        { event: 'log-ended', at: '2016-09-20T08:31:01.000Z', path: 'a' } as const,
      ],
    }
    expect(listSelection('events', reduce(events, { do: 'refresh' }, more), more).index).toBe(
      view.events.length,
    )
    const held = reduce(events, { do: 'move', by: -2 }, view)
    expect(selectedKey('events', reduce(held, { do: 'refresh' }, more), more)).toBe(
      selectedKey('events', held, view),
    )
    const again = reduce(held, { do: 'go', to: 'last' }, more)
    expect(again.lists.events.selection).toBeUndefined()
  })

  it('stays on its entry while the list changes, is sorted and filtered', () => {
    const name = fc.constantFrom(...'abcdefghijklmnop')
    const changes = fc.oneof(
      fc.record({ kind: fc.constant('come' as const), name }),
      fc.record({ kind: fc.constant('go' as const), name }),
      fc.record({ kind: fc.constant('sort' as const) }),
      fc.record({
        kind: fc.constant('filter' as const),
        text: fc.constantFrom('a', 'h', 'waiting', ''),
      }),
    )
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 1 }),
        fc.nat(20),
        fc.array(changes, { maxLength: 30 }),
        (initialNames, steps, changes) => {
          let names = [...initialNames]
          let view = spool(...names)
          let state = stateAfter(view, { do: 'move', by: steps })
          const key = selectedKey('spool', state, view)
          for (const change of changes) {
            if (change.kind === 'come') names = [...new Set([...names, change.name])].sort()
            if (change.kind === 'go' && change.name !== key)
              names = names.filter((other) => other !== change.name)
            view = spool(...names)
            if (change.kind === 'sort') state = reduce(state, { do: 'sort' }, view)
            if (change.kind === 'filter')
              state = {
                ...state,
                lists: { ...state.lists, spool: { ...state.lists.spool, filter: change.text } },
              }
            state = reduce(state, { do: 'refresh' }, view)
            const { rows, index } = listSelection('spool', state, view)
            if (rows.some((row) => row.key === key)) expect(rows[index]?.key).toBe(key)
            else
              expect(index).toBe(
                rows.length === 0 ? -1 : Math.min(Math.max(index, 0), rows.length - 1),
              )
          }
          state = {
            ...state,
            lists: { ...state.lists, spool: { ...state.lists.spool, filter: '' } },
          }
          expect(selectedKey('spool', state, view)).toBe(key)
        },
      ),
    )
  })
})

describe('every list', () => {
  it.each(LIST_PANES)('%s has a unique key for each entry, in every order', (pane) => {
    const view = incident()
    const keys = LISTS[pane].sorts.map((_, sort) => {
      const state = {
        ...INITIAL_STATE,
        lists: { ...INITIAL_STATE.lists, [pane]: { filter: '', sort } },
      }
      return listSelection(pane, state, view).rows.map(({ key }) => key)
    })
    for (const list of keys) {
      expect(new Set(list).size).toBe(list.length)
      expect([...list].sort()).toEqual([...(keys[0] ?? [])].sort())
    }
  })

  it('is filtered by the words on the screen', () => {
    const view = incident()
    const matchCount = (pane: ListPane, filter: string) =>
      listSelection(
        pane,
        { ...INITIAL_STATE, lists: { ...INITIAL_STATE.lists, [pane]: { filter, sort: 0 } } },
        view,
      ).rows.length
    expect(matchCount('spool', 'STUCK')).toBe(2)
    expect(matchCount('spool', '00000004')).toBe(1)
    expect(matchCount('verdicts', 'not checked')).toBe(2)
    expect(matchCount('journey', 'robin')).toBe(2)
    expect(matchCount('events', 'unreadable')).toBe(1)
    expect(matchCount('not-checked', 'EBUSY')).toBe(1)
  })

  it('of verdicts shows the worst first', () => {
    const view = incident()
    const status = listSelection('verdicts', INITIAL_STATE, view).rows.map(
      ({ entry }) => entry.status,
    )
    expect(status).toEqual([
      ...Array(4).fill('flagged'),
      'crashed',
      ...Array(2).fill('not-checked'),
      ...Array(3).fill('clear'),
    ])
  })
})

it('tab visits all panes and returns to the first', () => {
  const view = incident()
  let state = stateAfter(view)
  const visited = Array.from({ length: 7 }, () => {
    state = reduce(state, { do: 'focus', by: 1 }, view)
    return state.pane
  })
  expect(visited).toEqual([
    'verdicts',
    'detail',
    'journey',
    'events',
    'not-checked',
    'diagnosis',
    'spool',
  ])
  expect(reduce(state, { do: 'focus', by: -1 }, view).pane).toBe('diagnosis')
})

it('the detail describes the list that had the focus before', () => {
  const view = incident()
  const state = stateAfter(view, { do: 'focus', by: 1 }, { do: 'focus', by: 1 })
  expect([state.pane, state.activeList]).toEqual(['detail', 'verdicts'])
})

it('a text scrolls to its end, and another text starts at its top', () => {
  const view = incident()
  const open = stateAfter(
    view,
    { do: 'open' },
    { do: 'move', by: 1, top: 0, maxTop: 3 },
    { do: 'move', by: 9, top: 1, maxTop: 3 },
  )
  expect(open.scroll.top).toBe(3)
  expect(reduce(open, { do: 'move', by: -1, top: 3, maxTop: 3 }, view).scroll.top).toBe(2)
  const other = stateAfter(
    view,
    { do: 'open' },
    { do: 'move', by: 2, top: 0, maxTop: 3 },
    { do: 'back' },
    down,
    {
      do: 'open',
    },
  )
  expect(reduce(other, { do: 'move', by: 1, top: 0, maxTop: 3 }, view).scroll.top).toBe(1)
})

it('the display does not change while paused, and continues afterwards', () => {
  const view = incident()
  const paused = stateAfter(view, { do: 'pause' })
  const later = { ...view, now: view.now + seconds(60), items: [] }
  const refreshed = reduce(paused, { do: 'refresh' }, later)
  expect(selectedKey('spool', refreshed, displayedView(refreshed, later))).toContain('00000001')
  expect(paused.pausedView).toBe(view)
  expect(reduce(paused, { do: 'pause' }, later).pausedView).toBeUndefined()
})

it('Esc goes back one step at a time', () => {
  const view = incident()
  const typing = stateAfter(view, { do: 'filter' }, { do: 'type', text: 'x' })
  expect(keyContextOf(typing)).toBe('filter')
  expect(keyContextOf(reduce(typing, { do: 'accept' }, view))).toBe('spool')
  const left = reduce(typing, { do: 'back' }, view)
  expect([left.prompt, left.lists.spool.filter]).toEqual([undefined, ''])
  expect(keyContextOf(stateAfter(view, { do: 'commands' }))).toBe('full-screen commands')
  expect(keyContextOf(stateAfter(view, { do: 'commands' }, { do: 'back' }))).toBe('spool')
  expect(keyContextOf(stateAfter(view, { do: 'help' }, { do: 'help' }))).toBe('spool')
})

it('backspace deletes a whole character', () => {
  const view = incident()
  expect(
    stateAfter(
      view,
      { do: 'filter' },
      { do: 'type', text: 'a' },
      { do: 'type', text: '😀' },
      { do: 'erase' },
    ).lists.spool.filter,
  ).toBe('a')
})

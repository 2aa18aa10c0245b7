import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seconds } from '../../src/model/duration.ts'
import type { LiveView } from '../../src/model/live-view.ts'
import { LISTS } from '../../src/ui/lists.ts'
import { LIST_PANES, type ListPane } from '../../src/ui/pane.ts'
import {
  type Action,
  displayedView,
  INITIAL_STATE,
  keyContextOf,
  listSelection,
  reduce,
  selectedRow,
  type ViewState,
} from '../../src/ui/view-state.ts'
import { incident, liveItem, liveView } from '../support/live-view.ts'

const doing = (view: LiveView, ...actions: readonly Action[]): ViewState =>
  actions.reduce(
    (state, action) => reduce(state, action, view),
    reduce(INITIAL_STATE, { do: 'look' }, view),
  )

const selected = (pane: ListPane, state: ViewState, view: LiveView) =>
  selectedRow(pane, state, view)?.key
const spool = (...names: readonly string[]) =>
  liveView({ items: names.map((name) => liveItem(name, 0, { key: name })) })
const down: Action = { do: 'move', by: 1 }

describe('the selection', () => {
  it('begins with the oldest item, the worst verdict, and the latest event', () => {
    const view = incident()
    const state = doing(view)
    expect(selected('spool', state, view)).toContain('00000001.hist')
    expect(selected('verdicts', state, view)).toBe('spool-message-stuck')
    expect(listSelection('events', state, view).index).toBe(view.events.length - 1)
  })

  it('stops at both ends', () => {
    const view = spool('a', 'b', 'c')
    expect(selected('spool', doing(view, { do: 'move', by: 10 }), view)).toBe('c')
    expect(
      selected('spool', doing(view, { do: 'go', to: 'last' }, { do: 'move', by: -10 }), view),
    ).toBe('a')
  })

  it('goes to its neighbour when its subject is gone, and stays with that one', () => {
    const first = spool('a', 'b', 'c')
    const state = doing(first, down)
    const second = spool('a', 'c')
    const next = reduce(state, { do: 'look' }, second)
    expect(selected('spool', next, second)).toBe('c')
    const third = spool('0', 'a', 'b', 'c')
    expect(selected('spool', reduce(next, { do: 'look' }, third), third)).toBe('c')
  })

  it('goes to the one before when the last is gone', () => {
    const state = doing(spool('a', 'b'), down)
    expect(selected('spool', state, spool('a'))).toBe('a')
  })

  it('waits for a subject that a filter hides', () => {
    const view = spool('alpha', 'beta', 'gamma')
    const hidden = doing(view, down, { do: 'filter' }, { do: 'type', text: 'gam' }, { do: 'look' })
    expect(selected('spool', hidden, view)).toBe('gamma')
    expect(selected('spool', reduce(hidden, { do: 'back' }, view), view)).toBe('beta')
  })

  it('tells events of one moment and name apart', () => {
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

  it('of the events goes on with the latest once it has reached it', () => {
    const view = incident()
    const events = doing(view, { do: 'focus', by: -1 }, { do: 'focus', by: -1 })
    const more = {
      ...view,
      events: [
        ...view.events,
        { event: 'log-ended', at: '2016-09-20T08:31:01.000Z', path: 'a' } as const,
      ],
    }
    expect(listSelection('events', reduce(events, { do: 'look' }, more), more).index).toBe(
      view.events.length,
    )
    const held = reduce(events, { do: 'move', by: -2 }, view)
    expect(selected('events', reduce(held, { do: 'look' }, more), more)).toBe(
      selected('events', held, view),
    )
    const again = reduce(held, { do: 'go', to: 'last' }, more)
    expect(again.lists.events.selection).toBeUndefined()
  })

  it('stays on its subject while things come, go, are sorted and filtered, as long as it is there', () => {
    const name = fc.constantFrom(...'abcdefghijklmnop')
    const change = fc.oneof(
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
        fc.array(change, { maxLength: 30 }),
        (names, steps, changes) => {
          let there = [...names]
          let view = spool(...there)
          let state = doing(view, { do: 'move', by: steps })
          const subject = selected('spool', state, view)
          for (const one of changes) {
            if (one.kind === 'come') there = [...new Set([...there, one.name])].sort()
            if (one.kind === 'go' && one.name !== subject)
              there = there.filter((other) => other !== one.name)
            view = spool(...there)
            if (one.kind === 'sort') state = reduce(state, { do: 'sort' }, view)
            if (one.kind === 'filter')
              state = {
                ...state,
                lists: { ...state.lists, spool: { ...state.lists.spool, filter: one.text } },
              }
            state = reduce(state, { do: 'look' }, view)
            const { rows, index } = listSelection('spool', state, view)
            if (rows.some(({ key }) => key === subject)) expect(rows[index]?.key).toBe(subject)
            else
              expect(index).toBe(
                rows.length === 0 ? -1 : Math.min(Math.max(index, 0), rows.length - 1),
              )
          }
          state = {
            ...state,
            lists: { ...state.lists, spool: { ...state.lists.spool, filter: '' } },
          }
          expect(selected('spool', state, view)).toBe(subject)
        },
      ),
    )
  })
})

describe('every list', () => {
  it.each(LIST_PANES)('%s has keys of its own for all entries, in every order', (pane) => {
    const view = incident()
    const keys = LISTS[pane].sorts.map((_, sort) => {
      const state = {
        ...INITIAL_STATE,
        lists: { ...INITIAL_STATE.lists, [pane]: { filter: '', sort } },
      }
      return listSelection(pane, state, view).rows.map(({ key }) => key)
    })
    for (const one of keys) {
      expect(new Set(one).size).toBe(one.length)
      expect([...one].sort()).toEqual([...(keys[0] ?? [])].sort())
    }
  })

  it('is filtered by words that are seen', () => {
    const view = incident()
    const kept = (pane: ListPane, filter: string) =>
      listSelection(
        pane,
        { ...INITIAL_STATE, lists: { ...INITIAL_STATE.lists, [pane]: { filter, sort: 0 } } },
        view,
      ).rows.length
    expect(kept('spool', 'STUCK')).toBe(2)
    expect(kept('spool', '00000004')).toBe(1)
    expect(kept('verdicts', 'not checked')).toBe(2)
    expect(kept('journey', 'robin')).toBe(2)
    expect(kept('events', 'unreadable')).toBe(1)
    expect(kept('not-checked', 'EBUSY')).toBe(1)
  })

  it('of verdicts has the worst first', () => {
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

it('tab goes through all panes and comes back', () => {
  const view = incident()
  let state = doing(view)
  const seen = Array.from({ length: 6 }, () => {
    state = reduce(state, { do: 'focus', by: 1 }, view)
    return state.pane
  })
  expect(seen).toEqual(['verdicts', 'detail', 'journey', 'events', 'not-checked', 'spool'])
  expect(reduce(state, { do: 'focus', by: -1 }, view).pane).toBe('not-checked')
})

it('the detail stays with the list that one came from', () => {
  const view = incident()
  const state = doing(view, { do: 'focus', by: 1 }, { do: 'focus', by: 1 })
  expect([state.pane, state.activeList]).toEqual(['detail', 'verdicts'])
})

it('a text scrolls as far as it goes, and another one starts at its beginning', () => {
  const view = incident()
  const open = doing(
    view,
    { do: 'open' },
    { do: 'move', by: 1, most: 3 },
    { do: 'move', by: 9, most: 3 },
  )
  expect(open.scroll.top).toBe(3)
  expect(reduce(open, { do: 'move', by: -1, most: 3 }, view).scroll.top).toBe(2)
  const other = doing(view, { do: 'open' }, { do: 'move', by: 2, most: 3 }, { do: 'back' }, down, {
    do: 'open',
  })
  expect(reduce(other, { do: 'move', by: 1, most: 3 }, view).scroll.top).toBe(1)
})

it('while paused the view stands still, and goes on afterwards', () => {
  const view = incident()
  const paused = doing(view, { do: 'pause' })
  const later = { ...view, now: view.now + seconds(60), items: [] }
  const looking = reduce(paused, { do: 'look' }, later)
  expect(selected('spool', looking, displayedView(looking, later))).toContain('00000001')
  expect(paused.frozen).toBe(view)
  expect(reduce(paused, { do: 'pause' }, later).frozen).toBeUndefined()
})

it('Esc goes back one step at a time', () => {
  const view = incident()
  const typing = doing(view, { do: 'filter' }, { do: 'type', text: 'x' })
  expect(keyContextOf(typing)).toBe('filter')
  expect(keyContextOf(reduce(typing, { do: 'accept' }, view))).toBe('spool')
  expect(reduce(typing, { do: 'back' }, view)).toMatchObject({
    typing: false,
    lists: { spool: { filter: '' } },
  })
  expect(keyContextOf(doing(view, { do: 'commands' }))).toBe('whole commands')
  expect(keyContextOf(doing(view, { do: 'commands' }, { do: 'back' }))).toBe('spool')
  expect(keyContextOf(doing(view, { do: 'help' }, { do: 'help' }))).toBe('spool')
})

it('a character is taken away whole', () => {
  const view = incident()
  expect(
    doing(
      view,
      { do: 'filter' },
      { do: 'type', text: 'a' },
      { do: 'type', text: '😀' },
      { do: 'erase' },
    ).lists.spool.filter,
  ).toBe('a')
})

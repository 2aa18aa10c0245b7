import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import type { Diagnosis } from '../../src/model/diagnosis.ts'
import type { LiveView } from '../../src/model/live-view.ts'
import { renderFrame } from '../../src/ui/frame.ts'
import { stagesLine } from '../../src/ui/journey-stages.ts'
import { screenReaderLines } from '../../src/ui/screen-reader-lines.ts'
import { lineWidth, textWidth } from '../../src/ui/span.ts'
import { type Action, INITIAL_STATE, reduce, type ViewState } from '../../src/ui/view-state.ts'
import { incident, inLocalTime, liveItem, liveView } from '../support/live-view.ts'

const stateAfter = (view: LiveView, ...actions: readonly Action[]): ViewState =>
  actions.reduce(
    (state, action) => reduce(state, action, view),
    reduce(INITIAL_STATE, { do: 'refresh' }, view),
  )

const frameLines = (
  view: LiveView,
  [columns, rows]: readonly [number, number],
  ...actions: readonly Action[]
) => renderFrame(view, stateAfter(view, ...actions), { columns, rows }, false).lines

/** A diagnosis of which every text is this one. */
const evilDiagnosis = (evil: string): Diagnosis => {
  const sources = [{ path: evil, line: 1 }]
  return {
    outcome: 'cause-found',
    answer: evil,
    causes: [
      {
        rule: evil,
        title: evil,
        user: evil,
        certainty: 'likely',
        since: evil,
        because: [{ text: evil, sources }],
        explains: { symptoms: [evil], messages: 0, of: 1 },
        causedBy: [evil],
        supersedes: [evil],
      },
    ],
    unexplained: [{ rule: evil, user: evil, messages: 1 }],
    ruledOut: [{ rule: evil, because: evil, sources }],
    undecided: [{ rule: evil, missing: [evil] }],
    actions: [{ role: 'user', do: evil, commands: [evil], verify: evil, for: [evil], user: evil }],
    collectNext: [{ evidence: evil, how: evil, commands: [evil], decides: [evil] }],
  }
}

const text = (lines: readonly string[]) => `${lines.join('\n')}\n`
const NEXT: Action = { do: 'focus', by: 1 }
const SIZES = [
  [60, 15],
  [80, 24],
  [120, 40],
  [160, 50],
  [200, 60],
] as const

describe.each(SIZES)('an incident at %i × %i', (columns, rows) => {
  it('matches the golden frames', async () => {
    const view = incident()
    const snapshot = (...actions: readonly Action[]) =>
      text(frameLines(view, [columns, rows], ...actions))
    await expect(snapshot()).toMatchFileSnapshot(`golden/incident-${columns}x${rows}.txt`)
    await expect(snapshot(NEXT, NEXT, { do: 'open' })).toMatchFileSnapshot(
      `golden/detail-${columns}x${rows}.txt`,
    )
    await expect(snapshot({ do: 'help' })).toMatchFileSnapshot(`golden/help-${columns}x${rows}.txt`)
  })

  it('matches the golden frame in color, with the same text as without', async () => {
    const view = incident()
    const colored = renderFrame(view, stateAfter(view, NEXT), { columns, rows }, true).lines
    await expect(text(colored).replaceAll('\u001b', '␛')).toMatchFileSnapshot(
      `golden/color-${columns}x${rows}.txt`,
    )
    const bare = colored.map((line) => line.replace(/\u001b\[\d+m/g, '').trimEnd())
    expect(bare).toEqual(frameLines(view, [columns, rows], NEXT))
  })
})

describe.each([
  ['spool', [NEXT]],
  ['verdicts', [NEXT, NEXT]],
  ['detail', [NEXT, NEXT, NEXT]],
  ['journey', [NEXT, NEXT, NEXT, NEXT]],
  ['events', [NEXT, NEXT, NEXT, NEXT, NEXT]],
  ['not-checked', [NEXT, NEXT, NEXT, NEXT, NEXT, NEXT]],
] as const)('a terminal with room for one pane, %s', (pane, actions) => {
  it('matches the golden frames', async () => {
    await expect(text(frameLines(incident(), [60, 15], ...actions))).toMatchFileSnapshot(
      `golden/pane-${pane}-60x15.txt`,
    )
  })
})

it('shows the progress while the history is read', async () => {
  const view = liveView({
    users: [],
    folders: [],
    reading: { bytes: 120_000_000, total: 320_000_000 },
  })
  await expect(text(frameLines(view, [80, 24]))).toMatchFileSnapshot('golden/reading-80x24.txt')
})

it('shows a filter while it is typed, and the matching entries', async () => {
  const lines = frameLines(
    incident(),
    [80, 24],
    NEXT,
    { do: 'filter' },
    { do: 'type', text: 'wait' },
  )
  await expect(text(lines)).toMatchFileSnapshot('golden/filter-80x24.txt')
})

it('shows the local time beside UTC where the logs state it', async () => {
  const view = inLocalTime(incident())
  await expect(text(frameLines(view, [120, 40]))).toMatchFileSnapshot('golden/local-120x40.txt')
  const [first] = frameLines(view, [80, 24])
  expect(first).toMatch(/as of 08:31:00 UTC \(10:31:00 local time\)$/)
  expect(frameLines(incident(), [80, 24])[0]).toMatch(/as of 08:31:00 UTC$/)
})

it('shows what is searched, its hits in every pane, and the number of the selected one', async () => {
  const search: readonly Action[] = [{ do: 'search' }, { do: 'type', text: 'busy' }]
  const typing = frameLines(incident(), [120, 40], ...search)
  expect(typing.at(-1)).toMatch(/^search: busy█ {2}1 of \d+ {2}enter keep {2}Esc leave/)
  const kept = frameLines(incident(), [120, 40], ...search, { do: 'accept' })
  await expect(text(kept)).toMatchFileSnapshot('golden/search-120x40.txt')
  expect(frameLines(incident(), [120, 40], ...search.slice(0, 1)).at(-1)).toMatch(/^search: █/)
  expect(
    frameLines(incident(), [120, 40], { do: 'search' }, { do: 'type', text: 'zzz' }).at(-1),
  ).toContain('no hit')
})

it('underlines what is searched, without a change of the text', () => {
  const view = incident()
  const state = stateAfter(view, { do: 'search' }, { do: 'type', text: 'SERVERBUSY' })
  const { lines } = renderFrame(view, state, { columns: 120, rows: 40 }, true)
  const underlined = [...lines.join('\n').matchAll(/\u001b\[4m([^\u001b]*)/g)].map(([, hit]) => hit)
  expect(underlined.length).toBeGreaterThan(3)
  expect(new Set(underlined)).toEqual(new Set(['ServerBusy']))
})

it.each([33, 24, 16, 9])('never cuts off the last stage of a journey, in %i cells', (width) => {
  const stages = ['sent', 'recipient-offline', 'spooled', 'picked-up', 'ews-answered'] as const
  const step = { at: 0, text: '', inferred: false, source: { path: 'a' } }
  const long = [...stages, 'ews-answered', 'picked-up', 'ews-answered'] as const
  for (const last of ['stuck', 'gone', 'reached', 'ews-answered', 'spooled'] as const) {
    const steps = [...long, last].map((stage) => ({ ...step, stage }))
    const line = stagesLine({ key: 'a', steps }, width)
    const label = { 'ews-answered': 'EWS×2' }[last as string] ?? last
    expect(line.map((piece) => piece.text).join('')).toMatch(new RegExp(`${label}$`))
    expect(lineWidth(line)).toBeLessThanOrEqual(width)
  }
})

it('says that it is paused, and keeps the display', () => {
  const view = incident()
  const state = stateAfter(view, { do: 'pause' })
  const later = { ...view, now: view.now + 60_000, items: [] }
  const { lines } = renderFrame(
    later,
    reduce(state, { do: 'refresh' }, later),
    { columns: 80, rows: 24 },
    false,
  )
  expect(lines[0]).toContain('PAUSED at 08:31:00')
  expect(lines[0]).toContain('now 08:32:00')
  expect(lines.join('\n')).toContain('2 stuck · 2 waiting · 1 new')
})

it('states in words what the colors mean', () => {
  const lines = text(frameLines(incident(), [120, 40]))
  for (const word of ['stuck', 'waiting', 'new', '✗ error', '! warning', '* changed 3 s ago'])
    expect(lines).toContain(word)
})

it('an item at the limit is waiting, and its bar is full', () => {
  const [first, second] = frameLines(
    liveView({ items: [liveItem('b', 120_001), liveItem('a', 120_000)] }),
    [80, 24],
    NEXT,
  ).filter((line) => line.includes('▆'))
  expect(first).toMatch(/^> stuck {3}▆+ /)
  expect(second).toMatch(/^ {2}waiting ▆+ /)
})

describe('the commands on the whole screen', () => {
  const view = incident()
  const commands = view.report.verdicts[0]?.remedy[0]?.commands ?? []

  it('are complete, start at the first column, and have nothing beside them', () => {
    const { lines, continuations } = renderFrame(
      view,
      stateAfter(view, NEXT, { do: 'commands' }),
      { columns: 60, rows: 15 },
      true,
    )
    expect([...continuations]).toEqual([1, 2])
    expect(lines.slice(0, 3).join('')).toBe(commands[0])
    expect(lines.slice(3, -1).join('')).toBe('')
  })

  it('say so if there are none', () => {
    const [first] = frameLines(liveView(), [60, 15], { do: 'commands' })
    expect(first).toBe('The selected entry has no commands.')
  })
})

describe('every size', () => {
  const view = incident()
  const states = [
    stateAfter(view),
    stateAfter(view, NEXT, NEXT, NEXT, NEXT),
    stateAfter(view, { do: 'open' }),
    stateAfter(view, { do: 'commands' }),
  ]

  it.each([0, 1, 2, 3])(
    'has at most rows − 1 lines of at most columns cells (state %i)',
    (which) => {
      const state = states[which] ?? INITIAL_STATE
      const wrong: string[] = []
      const step = which === 0 ? 1 : 7
      for (let columns = 40; columns <= 200; columns += step) {
        for (let rows = 10; rows <= 60; rows += 1) {
          const { lines } = renderFrame(view, state, { columns, rows }, false)
          if (lines.length > rows - 1 || lines.some((line) => textWidth(line) > columns))
            wrong.push(`${columns} × ${rows}`)
        }
      }
      expect(wrong).toEqual([])
    },
  )

  it('below the minimum is reported, and nothing breaks', () => {
    for (const [columns, rows] of [
      [39, 24],
      [80, 9],
      [20, 3],
      [1, 1],
      [1, 2],
    ] as const) {
      const lines = frameLines(view, [columns, rows])
      expect(lines.length).toBeLessThan(Math.max(rows, 1))
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
    }
    expect(frameLines(view, [39, 24])[0]).toBe('Too small: 39 × 24.')
  })
})

describe('a hostile name', () => {
  const HOSTILE = [
    '\u001b[2J\u001b[1;1H\u001b]0;owned\u0007',
    'a\nb\rc\td\u0008\u0000',
    '\u202eevil\u2066\u200f',
    'z\u0301'.padEnd(200, '\u0301'),
    '田中👨‍👩‍👧‍👦🇩🇪アイウ',
    'x'.repeat(255),
    '\ud800\udfff\udc00',
    '\u3164\u115f\u034f',
  ]

  it.each(HOSTILE)('changes only its own row: %j', (name) => {
    for (const size of SIZES) {
      const items = (middle: string) => [
        liveItem('first', 90_000),
        liveItem(middle, 80_000, { key: 'hostile' }),
        liveItem('last', 70_000),
      ]
      const plain = frameLines(liveView({ items: items('plain.hist') }), size)
      const row = plain.findIndex((line) => line.includes('plain.hist'))
      const lines = frameLines(liveView({ items: items(name) }), size)
      expect(lines.filter((line, index) => index !== row && line !== plain[index])).toEqual([])
      expect(lines.length).toBe(plain.length)
      expect(stringWidth(lines[row] ?? '')).toBeLessThanOrEqual(size[0])
    }
  })

  it.each(HOSTILE)('is safe everywhere: %j', (evil) => {
    const source = { path: evil, line: 1 }
    const base = incident()
    const view = incident({
      users: [evil, evil],
      machine: evil,
      folders: [evil],
      items: base.items.map((item) => ({ ...item, name: evil, user: evil, folder: evil })),
      inputProblems: [{ path: evil, problem: evil }],
      journeys: base.journeys.map((journey) => ({
        key: `${journey.key}${evil}`,
        user: evil,
        recipient: evil,
        steps: journey.steps.map((step) => ({ ...step, text: evil, source })),
      })),
      events: [
        {
          event: 'item-appeared',
          at: evil,
          user: evil,
          folder: evil,
          name: evil,
          bytes: 1,
          since: evil,
        },
        { event: 'unreadable', at: evil, path: evil, reason: evil },
        { event: 'log-gap', at: evil, path: evil, from: evil, to: evil },
      ],
      report: {
        ...base.report,
        asOf: { time: evil, from: evil },
        facts: { logCoverage: { label: evil, value: evil, text: evil, sources: [source] } },
        verdicts: base.report.verdicts.map((verdict) => ({
          ...verdict,
          title: evil,
          message: evil,
          sources: [source],
          findings: [{ subject: evil, message: evil, sources: [source], remedy: evil }],
          missing:
            verdict.missing.length === 0 ? [] : [{ evidence: evil, how: evil, commands: [evil] }],
          remedy: verdict.remedy.length === 0 ? [] : [{ do: evil, commands: [evil], verify: evil }],
        })),
        mixture: evil,
        diagnosis: evilDiagnosis(evil),
      },
    })
    const actions: readonly (readonly Action[])[] = [
      ...[0, 1, 2, 3, 4, 5, 6].map((times) => Array<Action>(times).fill(NEXT)),
      ...[0, 1, 2, 4, 5, 6].map((times) => [
        ...Array<Action>(times).fill(NEXT),
        { do: 'open' } as const,
      ]),
      [{ do: 'commands' }],
      [{ do: 'show-notice', text: evil }],
      [{ do: 'filter' }, { do: 'type', text: evil }],
      [{ do: 'search' }, { do: 'type', text: evil }],
      [{ do: 'search' }, { do: 'type', text: evil }, { do: 'accept' }],
      [{ do: 'show-copy', copied: { text: evil, label: evil } }],
    ]
    for (const keys of actions) {
      for (const size of SIZES) expect(text(frameLines(view, size, ...keys))).not.toMatch(DANGEROUS)
      expect(text(screenReaderLines(view, stateAfter(view, ...keys)))).not.toMatch(DANGEROUS)
    }
  })

  const DANGEROUS =
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f]|\p{Cs}/u
})

it('draws only the visible ones of ten thousand items', () => {
  const items = Array.from({ length: 10_000 }, (_, index) =>
    liveItem(`${index}.hist`, 10_000 - index),
  )
  let read = 0
  const counted = items.map((item) => ({
    ...item,
    get name() {
      read += 1
      return item.name
    },
  }))
  const view = liveView({ items: counted })
  const lines = frameLines(view, [80, 24], NEXT, { do: 'go', to: 'last' }, { do: 'refresh' })
  expect(text(lines)).toContain('> new     ▁')
  expect(text(lines)).toContain('9999.hist')
  expect(text(lines)).toContain('10,000/10,000')
  expect(read).toBeLessThan(100)
})

describe('for a screen reader', () => {
  it('matches the golden frames', async () => {
    const view = incident()
    await expect(text(screenReaderLines(view, stateAfter(view)))).toMatchFileSnapshot(
      'golden/spoken.txt',
    )
    await expect(
      text(screenReaderLines(view, stateAfter(view, NEXT, { do: 'open' }))),
    ).toMatchFileSnapshot('golden/spoken-detail.txt')
  })

  it('has no new sentence while only time passes', () => {
    const view = incident()
    const state = stateAfter(view)
    const before = new Set(screenReaderLines(view, state))
    const later = { ...view, now: view.now + 1000 }
    expect(
      screenReaderLines(later, reduce(state, { do: 'refresh' }, later)).filter(
        (line) => !before.has(line),
      ),
    ).toEqual([])
  })

  it('has a new sentence for each change', () => {
    const view = incident()
    const state = stateAfter(view)
    const before = new Set(screenReaderLines(view, state))
    const later = { ...view, now: view.now + 3000 }
    const added = screenReaderLines(later, reduce(state, { do: 'refresh' }, later)).filter(
      (line) => !before.has(line),
    )
    expect(added).toEqual([
      'In the spool 5 items: 3 stuck, 1 waiting, 1 new. ' +
        'The oldest has been there since 2016-09-20 06:29:00 UTC.',
    ])
  })

  it('has no bars and no boxes', () => {
    const view = incident()
    expect(text(screenReaderLines(view, stateAfter(view)))).not.toMatch(/[─-█]/)
  })
})

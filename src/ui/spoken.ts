import { present } from '../model/defined.ts'
import { byteText, percentText, plural } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { momentText, parseIsoTime } from '../model/moment.ts'
import { clockText } from './clock-text.ts'
import { commandsOf, detailParts } from './detail.ts'
import { eventWords } from './event-words.ts'
import { stateCounts, stateOf } from './item-state.ts'
import { reachedBy, SAID, startOf } from './journey-words.ts'
import { KEYS } from './keys.ts'
import { LISTS, type Row } from './lists.ts'
import { type ListPane, TITLES } from './pane.ts'
import { safe } from './span.ts'
import { GRADES, gradeOf, verdictText } from './verdict-words.ts'
import { looked, shownOf, type ViewState } from './view-state.ts'

const MOST_EVENTS = 5
const STEPS = 10

/**
 * The dashboard for a screen reader: sentences one below the other, no bars and no boxes. Times of
 * day stand for ages, so that a sentence changes only when something has changed, and only
 * sentences that are new are said.
 */
export function spokenLines(live: LiveView, state: ViewState): readonly string[] {
  const view = shownOf(state, live)
  if (state.overlay === 'help')
    return [
      'Keys:',
      ...KEYS.map(({ shown, words }) => `${shown.replaceAll('  ', ' or ')}: ${words}.`),
    ]
  if (state.overlay === 'commands')
    return orNone(
      commandsOf(detailParts(state, view)).map(safe),
      'There is no command for this one.',
    )
  const detail = () =>
    detailParts(state, view).flatMap(({ text, mark = '' }) =>
      text === '' ? [] : [safe(/^\d/.test(mark) ? `${mark}${text}` : text)],
    )
  if (state.overlay === 'detail') return ['Detail.', ...detail()]
  const lines = present([
    `Watching ${view.machine}, ${view.users.join(' and ') || 'nobody yet'}, since ${momentText(view.startedAt)}.`,
    state.frozen === undefined ? undefined : `Paused: what is said is of ${momentText(view.now)}.`,
    ...readingLine(view),
    spoolLine(view),
    verdictsLine(view),
    ...view.troubles.map(({ path, problem }) => `Cannot be read: ${problem}, ${path}.`),
    ...view.events.slice(-MOST_EVENTS).map((event) => {
      const { tag, text } = eventWords(event, view)
      return `${clockText(parseIsoTime(event.at) ?? view.now, view.now)} ${tag}: ${sentence(text)}`
    }),
    selectedLine(state.about, state, view),
    state.typing ? `Filter: ${state.lists[state.about].filter}` : undefined,
    state.said === undefined ? undefined : state.said,
    'Question mark for the keys, q to quit.',
  ])
  return [...lines.map(safe), ...(state.pane === 'detail' ? detail() : [])]
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`)

const orNone = (lines: readonly string[], nothing: string): readonly string[] =>
  lines.length === 0 ? [nothing] : lines

/** In steps: each is said. */
function readingLine({ reading }: LiveView): readonly string[] {
  if (reading === undefined) return []
  const step = reading.total > 0 ? Math.floor((reading.bytes / reading.total) * STEPS) / STEPS : 0
  return [`Reading history of ${byteText(reading.total)}: ${percentText(step)}.`]
}

function spoolLine(view: LiveView): string {
  const [oldest] = view.items
  if (oldest === undefined) return 'The spool is empty.'
  const counts = stateCounts(view)
  const parts = (['stuck', 'waiting', 'new'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${state}`)
  return `In the spool ${plural(view.items.length, 'item')}: ${parts.join(', ')}. The oldest is there since ${momentText(oldest.since)}.`
}

function verdictsLine({ report }: LiveView): string {
  const parts = GRADES.map(
    (grade) =>
      [report.verdicts.filter((verdict) => gradeOf(verdict) === grade).length, grade] as const,
  )
  const said = parts.filter(([count]) => count > 0).map(([count, grade]) => `${count} ${grade}`)
  return said.length === 0 ? 'No verdict yet.' : `Verdicts: ${said.join(', ')}.`
}

function selectedLine(pane: ListPane, state: ViewState, view: LiveView): string {
  const { rows, index } = looked(pane, state, view)
  const { filter, sort } = state.lists[pane]
  const order = LISTS[pane].sorts[sort]?.words ?? ''
  const kept = filter === '' ? '' : `, only those with ${filter}`
  const row = rows[index]
  if (row === undefined) return `${TITLES[pane]}${kept}: empty.`
  return `${TITLES[pane]}, ${order}${kept}, number ${index + 1}: ${sentence(WORDS[pane](row as never, view))}`
}

const WORDS: { readonly [Of in ListPane]: (row: Row<Of>, view: LiveView) => string } = {
  spool: ({ entry }, view) =>
    `${stateOf(entry, view)}, ${entry.name}, ${byteText(entry.bytes)}${entry.user ? ` of ${entry.user}` : ''}, since ${momentText(entry.since)}`,
  verdicts: ({ entry }) => `${gradeOf(entry)}, ${verdictText(entry)}`,
  journey: ({ entry }) => {
    const last = reachedBy(entry)
    return `to ${entry.recipient ?? 'unknown'}, sent ${momentText(startOf(entry))}, ${last === undefined ? 'nothing seen' : SAID[last]}`
  },
  events: ({ entry }, view) => `${eventWords(entry, view).tag}, ${eventWords(entry, view).text}`,
  'not-checked': ({ entry }) =>
    'gap' in entry ? entry.gap.evidence : `${entry.trouble.problem}, ${entry.trouble.path}`,
}

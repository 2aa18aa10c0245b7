import { present } from '../model/defined.ts'
import { formatBytes, formatCount, formatPercent } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { formatMoment, parseIsoTime } from '../model/moment.ts'
import { clockText } from './clock-text.ts'
import { describeEvent } from './describe-event.ts'
import { commandsOf, detailParts } from './detail.ts'
import { stateCounts, stateOf } from './item-state.ts'
import { lastStageOf, STAGE_LABELS, startTimeOf } from './journey-stages.ts'
import { KEYS } from './keys.ts'
import { LISTS, type Row } from './lists.ts'
import { type ListPane, PANE_TITLES } from './pane.ts'
import { visibleText } from './span.ts'
import { GRADES, gradeOf, verdictText } from './verdict-grade.ts'
import { displayedView, listSelection, type ViewState } from './view-state.ts'

const MAX_EVENTS = 5
const PROGRESS_STEPS = 10

/**
 * The dashboard for a screen reader: sentences one below the other, no bars and no boxes. Times of
 * day stand for ages, so that a sentence changes only when something has changed, and only
 * sentences that are new are said.
 */
export function screenReaderLines(live: LiveView, state: ViewState): readonly string[] {
  const view = displayedView(state, live)
  if (state.overlay === 'help')
    return [
      'Keys:',
      ...KEYS.map(
        ({ label: shown, help: words }) => `${shown.replaceAll('  ', ' or ')}: ${words}.`,
      ),
    ]
  if (state.overlay === 'commands')
    return orPlaceholder(
      commandsOf(detailParts(state, view)).map(visibleText),
      'There is no command for this one.',
    )
  const detail = () =>
    detailParts(state, view).flatMap(({ text, mark = '' }) =>
      text === '' ? [] : [visibleText(/^\d/.test(mark) ? `${mark}${text}` : text)],
    )
  if (state.overlay === 'detail') return ['Detail.', ...detail()]
  const lines = present([
    `Watching ${view.machine}, ${view.users.join(' and ') || 'nobody yet'}, since ${formatMoment(view.startedAt)}.`,
    state.frozen === undefined
      ? undefined
      : `Paused: what is said is of ${formatMoment(view.now)}.`,
    ...readingLine(view),
    spoolLine(view),
    verdictsLine(view),
    ...view.inputProblems.map(({ path, problem }) => `Cannot be read: ${problem}, ${path}.`),
    ...view.events.slice(-MAX_EVENTS).map((event) => {
      const { tag, text } = describeEvent(event, view)
      return `${clockText(parseIsoTime(event.at) ?? view.now, view.now)} ${tag}: ${sentence(text)}`
    }),
    selectedLine(state.activeList, state, view),
    state.typing ? `Filter: ${state.lists[state.activeList].filter}` : undefined,
    state.said === undefined ? undefined : state.said,
    'Question mark for the keys, q to quit.',
  ])
  return [...lines.map(visibleText), ...(state.pane === 'detail' ? detail() : [])]
}

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`)

const orPlaceholder = (lines: readonly string[], nothing: string): readonly string[] =>
  lines.length === 0 ? [nothing] : lines

/** In steps: each is said. */
function readingLine({ reading }: LiveView): readonly string[] {
  if (reading === undefined) return []
  const step =
    reading.total > 0
      ? Math.floor((reading.bytes / reading.total) * PROGRESS_STEPS) / PROGRESS_STEPS
      : 0
  return [`Reading history of ${formatBytes(reading.total)}: ${formatPercent(step)}.`]
}

function spoolLine(view: LiveView): string {
  const [oldest] = view.items
  if (oldest === undefined) return 'The spool is empty.'
  const counts = stateCounts(view)
  const parts = (['stuck', 'waiting', 'new'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${state}`)
  return `In the spool ${formatCount(view.items.length, 'item')}: ${parts.join(', ')}. The oldest is there since ${formatMoment(oldest.since)}.`
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
  const { rows, index } = listSelection(pane, state, view)
  const { filter, sort } = state.lists[pane]
  const order = LISTS[pane].sorts[sort]?.label ?? ''
  const kept = filter === '' ? '' : `, only those with ${filter}`
  const row = rows[index]
  if (row === undefined) return `${PANE_TITLES[pane]}${kept}: empty.`
  return `${PANE_TITLES[pane]}, ${order}${kept}, number ${index + 1}: ${sentence(ENTRY_TEXTS[pane](row as never, view))}`
}

const ENTRY_TEXTS: { readonly [Of in ListPane]: (row: Row<Of>, view: LiveView) => string } = {
  spool: ({ entry }, view) =>
    `${stateOf(entry, view)}, ${entry.name}, ${formatBytes(entry.bytes)}${entry.user ? ` of ${entry.user}` : ''}, since ${formatMoment(entry.since)}`,
  verdicts: ({ entry }) => `${gradeOf(entry)}, ${verdictText(entry)}`,
  journey: ({ entry }) => {
    const last = lastStageOf(entry)
    return `to ${entry.recipient ?? 'unknown'}, sent ${formatMoment(startTimeOf(entry))}, ${last === undefined ? 'nothing seen' : STAGE_LABELS[last]}`
  },
  events: ({ entry }, view) =>
    `${describeEvent(entry, view).tag}, ${describeEvent(entry, view).text}`,
  'not-checked': ({ entry }) =>
    'gap' in entry ? entry.gap.evidence : `${entry.trouble.problem}, ${entry.trouble.path}`,
}

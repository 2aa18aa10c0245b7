import { present } from '../model/defined.ts'
import { formatBytes, formatCount, formatPercent } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { parseIsoTime } from '../model/moment.ts'
import { toPrintable } from '../model/text/printable.ts'
import type { WatchEvent } from '../model/watch-event.ts'
import { clockText, momentText } from './clock-text.ts'
import { describeEvent } from './describe-event.ts'
import { detailParts } from './detail/detail.ts'
import { commandsOf } from './detail/detail-part.ts'
import { currentDiagnosis, diagnosisEntryText } from './diagnosis/diagnosis-entries.ts'
import { searchText } from './footer.ts'
import { stateCounts, stateOf } from './item-state.ts'
import { lastStageOf, STAGE_LABELS, startTimeOf } from './journey-stages.ts'
import { KEYS } from './keys.ts'
import { LISTS, type Row } from './lists.ts'
import { commandPosition, selectedCommandIndex } from './overlay.ts'
import { type ListPane, PANE_TITLES } from './pane.ts'
import { listSelection } from './selection.ts'
import { visibleText } from './span.ts'
import { GRADES, gradeOf, verdictText } from './verdict-grade.ts'
import { displayedView, type ViewState } from './view-state.ts'

const MAX_EVENTS = 5
const PROGRESS_STEPS = 10

/**
 * Renders the dashboard for a screen reader: sentences without bars and boxes. Sentences state
 * points in time instead of ages. So a sentence changes only when something happened, and the
 * screen reader speaks only new sentences.
 */
export function screenReaderLines(live: LiveView, state: ViewState): readonly string[] {
  const view = displayedView(state, live)
  switch (state.overlay) {
    case 'help':
      return [
        'Keys:',
        ...KEYS.map(({ label, help }) => `${label.replaceAll('  ', ' or ')}: ${help}.`),
      ]
    case 'commands': {
      const commands = commandsOf(detailParts(state, view)).map(visibleText)
      if (commands.length === 0) return ['The selected entry has no commands.']
      const position = commandPosition(state, view)
      return [...commands, ...present([position && `Selected: ${position}.`])]
    }
    case 'copy':
      // Indented, because a line that is on the screen already would not be written again.
      return [
        'To copy:',
        ...(state.copied?.text ?? '').split('\n').map((line) => `  ${toPrintable(line)}`),
      ]
    case 'detail':
      return ['Detail.', ...detailSentences(state, view)]
    default: {
      const lines = dashboardSentences(state, view).map(visibleText)
      return state.pane === 'detail' ? [...lines, ...detailSentences(state, view)] : lines
    }
  }
}

/** The position among the commands, which the keys move: sentences do not scroll. */
export function screenReaderPosition(
  live: LiveView,
  state: ViewState,
): { readonly top: number; readonly maxTop: number } {
  if (state.overlay !== 'commands') return { top: 0, maxTop: 0 }
  const view = displayedView(state, live)
  const { length } = commandsOf(detailParts(state, view))
  return { top: selectedCommandIndex(length, state, view), maxTop: Math.max(0, length - 1) }
}

/** Keeps the numbers of steps, but no marks such as bullets and arrows. */
const detailSentences = (state: ViewState, view: LiveView): readonly string[] =>
  detailParts(state, view).flatMap(({ text, mark = '' }) =>
    text === '' ? [] : [visibleText(/^\d/.test(mark) ? `${mark}${text}` : text)],
  )

function dashboardSentences(state: ViewState, view: LiveView): readonly string[] {
  const users = view.users.join(' and ') || 'no user yet'
  return present([
    `Watching ${view.machine}, ${users}, since ${momentText(view.startedAt, view)}.`,
    state.pausedView === undefined ? undefined : `Paused at ${momentText(view.now, view)}.`,
    readingSentence(view),
    currentDiagnosis(view)?.answer,
    spoolSentence(view),
    verdictsSentence(view),
    ...view.inputProblems.map(({ path, problem }) => `Cannot be read: ${problem}, ${path}.`),
    ...view.events.slice(-MAX_EVENTS).map((event) => eventSentence(event, view)),
    selectionSentence(state.activeList, state, view),
    state.prompt === 'filter' ? `Filter: ${state.lists[state.activeList].filter}` : undefined,
    state.search === undefined
      ? undefined
      : `Search: ${state.search.query}, ${searchText(state, view)}.`,
    state.notice,
    'Question mark for the keys, q to quit.',
  ])
}

const endWithPeriod = (text: string): string => (text.endsWith('.') ? text : `${text}.`)

/** Changes in ten steps only, because each change is spoken. */
function readingSentence({ reading }: LiveView): string | undefined {
  if (reading === undefined) return undefined
  const share = reading.total > 0 ? reading.bytes / reading.total : 0
  const step = Math.floor(share * PROGRESS_STEPS) / PROGRESS_STEPS
  return `Reading history of ${formatBytes(reading.total)}: ${formatPercent(step)}.`
}

function spoolSentence(view: LiveView): string {
  const [oldest] = view.items
  if (oldest === undefined) return 'The spool is empty.'
  const counts = stateCounts(view)
  const parts = (['stuck', 'waiting', 'new'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${state}`)
  const items = formatCount(view.items.length, 'item')
  const since = momentText(oldest.since, view)
  return `In the spool ${items}: ${parts.join(', ')}. The oldest has been there since ${since}.`
}

function verdictsSentence({ report }: LiveView): string {
  const parts = GRADES.flatMap((grade) => {
    const count = report.verdicts.filter((verdict) => gradeOf(verdict) === grade).length
    return count > 0 ? [`${count} ${grade}`] : []
  })
  return parts.length === 0 ? 'No verdict yet.' : `Verdicts: ${parts.join(', ')}.`
}

function eventSentence(event: WatchEvent, view: LiveView): string {
  const { tag, text } = describeEvent(event, view)
  const time = clockText(parseIsoTime(event.at) ?? view.now, view.now)
  return `${time} ${tag}: ${endWithPeriod(text)}`
}

function selectionSentence(pane: ListPane, state: ViewState, view: LiveView): string {
  const { rows, index } = listSelection(pane, state, view)
  const { filter, sort } = state.lists[pane]
  const order = LISTS[pane].sorts[sort]?.label ?? ''
  const filtered = filter === '' ? '' : `, filtered by ${filter}`
  const row = rows[index]
  if (row === undefined) return `${PANE_TITLES[pane]}${filtered}: empty.`
  const text = endWithPeriod(ENTRY_TEXTS[pane](row as never, view))
  return `${PANE_TITLES[pane]}, ${order}${filtered}, number ${index + 1}: ${text}`
}

const ENTRY_TEXTS: { readonly [Pane in ListPane]: (row: Row<Pane>, view: LiveView) => string } = {
  diagnosis: ({ entry }, view) => diagnosisEntryText(entry, view),
  spool: ({ entry }, view) => {
    const user = entry.user ? ` for ${entry.user}` : ''
    const size = `${formatBytes(entry.bytes)}${user}`
    return `${stateOf(entry, view)}, ${entry.name}, ${size}, since ${momentText(entry.since, view)}`
  },
  verdicts: ({ entry }) => `${gradeOf(entry)}, ${verdictText(entry)}`,
  journey: ({ entry }, view) => {
    const stage = lastStageOf(entry)
    const stageText = stage === undefined ? 'no stage' : STAGE_LABELS[stage]
    const sent = momentText(startTimeOf(entry), view)
    return `to ${entry.recipient ?? 'unknown'}, sent ${sent}, ${stageText}`
  },
  events: ({ entry }, view) => {
    const { tag, text } = describeEvent(entry, view)
    return `${tag}, ${text}`
  },
  'not-checked': ({ entry }) =>
    'gap' in entry
      ? entry.gap.evidence
      : `${entry.inputProblem.problem}, ${entry.inputProblem.path}`,
}

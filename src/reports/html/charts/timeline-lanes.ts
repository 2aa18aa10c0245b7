import { formatCount, formatDuration } from '../../../model/duration.ts'
import { formatMoment, formatTimeSpan } from '../../../model/moment.ts'
import { toPrintable, truncateText } from '../../../model/text/printable.ts'
import { type Content, html, type SafeHtml } from '../safe-html.ts'
import { type CaseTimes, type SpooledItem, waitedText } from './case-times.ts'
import { markLabels } from './mark-labels.ts'
import { MARK_LABELS, markKinds, markShape } from './mark-shapes.ts'
import { roundCoordinate, svgRect } from './svg.ts'
import type { TimeRange, TimeScale } from './time-axis.ts'

/** A row of the timeline. Its marks are drawn relative to its top. */
export interface Lane {
  readonly label: string
  readonly height: number
  /** Height of labels below the marks. */
  readonly heightBelow?: number
  readonly marks: Content
  /** Whether the label is a name from the evidence, not a word of the page. */
  readonly isEvidenceName: boolean
  /** Whether to leave space above, because a group of lanes begins. */
  readonly startsGroup: boolean
}

/** Earlier logs share one lane. The timeline has to fit on the first screen. */
const MAX_LOG_LANES = 4
/** Only the oldest items are drawn. The table lists all. */
export const MAX_SPOOL_LANES = 8
const MAX_MARK_TEXTS = 3
const MARK_LANE_HEIGHT = 20
/** Pixels. A narrower bar would be invisible. */
const MIN_BAR_WIDTH = 2

/** Draws the covered time and the gaps of logs. */
export function logLanes({ logs }: CaseTimes, scale: TimeScale): Lane[] {
  const earlier = logs.slice(0, -MAX_LOG_LANES)
  const lanes = logs
    .slice(-MAX_LOG_LANES)
    .map((log) => ({ label: fileName(log.path), isEvidenceName: true, laneLogs: [log] }))
  if (earlier.length > 0)
    lanes.unshift({
      label: formatCount(earlier.length, 'earlier log'),
      isEvidenceName: false,
      laneLogs: earlier,
    })
  return lanes.map(({ label, isEvidenceName, laneLogs }, index) => ({
    label,
    isEvidenceName,
    startsGroup: index === 0,
    height: 18,
    marks: [
      laneLogs.map(({ path, from, to }) =>
        bar(scale, { from, to }, 3, 12, 'covered', `${path}: ${formatTimeSpan(from, to)}`),
      ),
      laneLogs.map(({ path, gaps }) =>
        gaps.map((gap) => bar(scale, gap, 3, 12, 'gap', gapText(path, gap))),
      ),
    ],
  }))
}

const gapText = (path: string, { from, to }: TimeRange): string =>
  `${path} has a gap of ${formatDuration(to - from)}: ${formatTimeSpan(from, to)}`

/** Draws one lane for each kind of mark that occurs in the range of the scale. */
export function markLanes({ marks }: CaseTimes, scale: TimeScale): Lane[] {
  return markKinds
    .map((kind) => ({
      kind,
      kindMarks: marks.filter((mark) => mark.kind === kind && isInRange(scale, mark.at)),
    }))
    .filter(({ kindMarks }) => kindMarks.length > 0)
    .map(({ kind, kindMarks }, index) => {
      const groups = [...groupByPixel(kindMarks, scale)]
      const shapes = groups.map(([x, group]) => {
        const title = html`<title>${marksText(group)}</title>`
        return html`<g transform="translate(${x} 10)">${title}${markShape(kind)}</g>`
      })
      const { height, labels } = kind === 'failure' ? failureLabels(groups, scale) : NO_LABELS
      return {
        label: MARK_LABELS[kind],
        isEvidenceName: false,
        startsGroup: index === 0,
        height: MARK_LANE_HEIGHT,
        heightBelow: height,
        marks: [shapes, labels],
      }
    })
}

const NO_LABELS = { height: 0, labels: html`` }

/** Labels each failure with its code, or with what happened. */
function failureLabels(
  groups: readonly (readonly [x: number, marks: CaseTimes['marks']])[],
  scale: TimeScale,
): ReturnType<typeof markLabels> {
  const [from = 0, to = 0] = scale.range()
  const labeled = groups.flatMap(([x, group]) =>
    group.map(({ text }) => ({ x, text: text.replace(/^EWS answered /, '') })),
  )
  return markLabels(labeled, MARK_LANE_HEIGHT - 1, { from: from - 10, to: to - 16 })
}

/**
 * Groups marks that would be drawn on the same pixel. Each group is drawn once, so that a page with
 * thousands of failures stays small.
 */
function groupByPixel<M extends { readonly at: number }>(
  marks: readonly M[],
  scale: TimeScale,
): ReadonlyMap<number, readonly M[]> {
  const groups = new Map<number, M[]>()
  for (const mark of marks) {
    const x = Math.round(scale(mark.at))
    const group = groups.get(x)
    if (group) group.push(mark)
    else groups.set(x, [mark])
  }
  return groups
}

function marksText(marks: CaseTimes['marks']): string {
  const texts = marks.slice(0, MAX_MARK_TEXTS).map(({ at, text }) => `${formatMoment(at)}: ${text}`)
  if (marks.length > MAX_MARK_TEXTS) texts.push(`and ${marks.length - MAX_MARK_TEXTS} more`)
  return texts.join('; ')
}

/** Draws each item from when it was written to when it was last known to wait. */
export function spoolLanes(times: CaseTimes, scale: TimeScale): Lane[] {
  const [, rangeEnd = 0] = scale.domain().map(Number)
  return times.spooled.slice(0, MAX_SPOOL_LANES).map((item, index) => ({
    label: item.name,
    isEvidenceName: true,
    startsGroup: index === 0,
    height: 14,
    marks: itemBar(item, item.until ?? rangeEnd, times, scale),
  }))
}

/** Draws an item as a waiting bar up to the limit, and a stuck bar after it. */
function itemBar(item: SpooledItem, end: number, times: CaseTimes, scale: TimeScale): SafeHtml {
  if (item.since > end) return html``
  const limit = item.since + times.stuckAfter
  const owner = item.user === undefined ? '' : ` of ${item.user}`
  const title =
    `${item.name}${owner}: since ${formatMoment(item.since)}, ` +
    `${waitedText(item)} (limit ${formatDuration(times.stuckAfter)})`
  const x = roundCoordinate(scale(limit))
  const waitingBar = bar(scale, { from: item.since, to: Math.min(limit, end) }, 2, 10, 'waiting')
  const stuckBar = limit < end && bar(scale, { from: limit, to: end }, 2, 10, 'stuck')
  const limitLine =
    limit < end &&
    isInRange(scale, limit) &&
    html`<line class="limit" x1="${x}" x2="${x}" y1="0" y2="14"/>`
  return html`<g><title>${title}</title>${waitingBar}${stuckBar}${limitLine}</g>`
}

/** Draws the part of a bar that is in the range of the scale; nothing when no part is. */
function bar(
  scale: TimeScale,
  { from, to }: TimeRange,
  y: number,
  height: number,
  kind: string,
  title?: string,
): SafeHtml {
  const [first = 0, last = 0] = scale.domain().map(Number)
  if (to < first || from > last) return html``
  const x = scale(Math.max(from, first))
  const width = Math.max(scale(Math.min(to, last)) - x, MIN_BAR_WIDTH)
  return svgRect(
    kind,
    { x, y, width, height },
    title !== undefined && html`<title>${title}</title>`,
  )
}

function isInRange(scale: TimeScale, at: number): boolean {
  const [first = 0, last = 0] = scale.domain().map(Number)
  return at >= first && at <= last
}

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) || path

/** Cuts the middle out of a label. The end is kept because names of rotated logs differ there. */
export function shortenLabel(label: string, maxCharacters: number): string {
  const text = toPrintable(label)
  if (text.length <= maxCharacters) return text
  const start = truncateText(text, Math.ceil(maxCharacters / 2))
  return `${start}${text.slice(-Math.floor(maxCharacters / 2))}`
}

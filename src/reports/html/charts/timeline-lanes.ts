import { formatCount, formatDuration } from '../../../model/duration.ts'
import { formatMoment, formatTimeSpan } from '../../../model/moment.ts'
import { toPrintable, truncateText } from '../../../model/printable.ts'
import { type Content, html, type SafeHtml } from '../safe-html.ts'
import { type CaseTimes, type SpooledItem, waitedText } from './case-times.ts'
import { MARK_LABELS, markKinds, markShape } from './mark-shapes.ts'
import { roundCoordinate, type TimeRange, type TimeScale } from './time-axis.ts'

/** A row of the picture; it is drawn from its own top. */
export interface Lane {
  readonly label: string
  readonly height: number
  readonly marks: Content
  /** A name from the evidence rather than a word of ours. */
  readonly isEvidenceName: boolean
  /** Begins a group: some air above. */
  readonly startsGroup: boolean
}

/**
 * The latest logs have a lane each, the earlier ones one together; the oldest items say the most.
 * All stand in the table.
 */
const MAX_LOG_LANES = 12
export const MAX_SPOOL_LANES = 24
const MAX_MARK_TEXTS = 3
/** Thinner would not be seen. */
const MIN_BAR_WIDTH = 2

export function logLanes({ logs }: CaseTimes, scale: TimeScale): Lane[] {
  const earlier = logs.slice(0, -MAX_LOG_LANES)
  const named = logs
    .slice(-MAX_LOG_LANES)
    .map((log) => ({ label: endOf(log.path), isEvidenceName: true, logs: [log] }))
  const lanes =
    earlier.length === 0
      ? named
      : [
          {
            label: formatCount(earlier.length, 'earlier log'),
            isEvidenceName: false,
            logs: earlier,
          },
          ...named,
        ]
  return lanes.map(({ logs: ofLane, ...lane }, index) => ({
    ...lane,
    startsGroup: index === 0,
    height: 18,
    marks: [
      ofLane.map(({ path, from, to }) =>
        bar(scale, { from, to }, 3, 12, 'covered', `${path}: ${formatTimeSpan(from, to)}`),
      ),
      ofLane.map(({ path, gaps }) =>
        gaps.map((gap) => bar(scale, gap, 3, 12, 'gap', gapText(path, gap))),
      ),
    ],
  }))
}

const gapText = (path: string, { from, to }: TimeRange): string =>
  `${path} is silent for ${formatDuration(to - from)}: ${formatTimeSpan(from, to)}`

export function markLanes({ marks }: CaseTimes, scale: TimeScale): Lane[] {
  return markKinds
    .map((kind) => ({
      kind,
      seen: marks.filter((mark) => mark.kind === kind && isIn(scale, mark.at)),
    }))
    .filter(({ seen }) => seen.length > 0)
    .map(({ kind, seen }, index) => ({
      label: MARK_LABELS[kind],
      isEvidenceName: false,
      startsGroup: index === 0,
      height: 20,
      marks: [...atOnePlace(seen, scale)].map(
        ([x, marks]) =>
          html`<g transform="translate(${x} 10)"><title>${marksText(marks)}</title>${markShape(kind)}</g>`,
      ),
    }))
}

/**
 * Marks that would lie on each other are drawn once: a storm of failures would only make the
 * picture large.
 */
function atOnePlace<M extends { readonly at: number }>(
  marks: readonly M[],
  scale: TimeScale,
): ReadonlyMap<number, readonly M[]> {
  const places = new Map<number, M[]>()
  for (const mark of marks) {
    const x = Math.round(scale(mark.at))
    const place = places.get(x)
    if (place) place.push(mark)
    else places.set(x, [mark])
  }
  return places
}

function marksText(marks: CaseTimes['marks']): string {
  const said = marks.slice(0, MAX_MARK_TEXTS).map(({ at, text }) => `${formatMoment(at)}: ${text}`)
  return marks.length > MAX_MARK_TEXTS
    ? `${said.join('; ')}; and ${marks.length - MAX_MARK_TEXTS} more`
    : said.join('; ')
}

/** Each item from when it was written until the case was judged, with the limit on it. */
export function spoolLanes(times: CaseTimes, scale: TimeScale): Lane[] {
  const [, last = 0] = scale.domain().map(Number)
  return times.spooled.slice(0, MAX_SPOOL_LANES).map((item, index) => ({
    label: item.name,
    isEvidenceName: true,
    startsGroup: index === 0,
    height: 14,
    marks: itemBar(item, item.until ?? last, times, scale),
  }))
}

function itemBar(item: SpooledItem, end: number, times: CaseTimes, scale: TimeScale): SafeHtml {
  if (item.since > end) return html``
  const limit = item.since + times.stuckAfter
  const says = `${item.name}${item.user === undefined ? '' : ` of ${item.user}`}: since ${formatMoment(item.since)}, waited ${waitedText(item)} (limit ${formatDuration(times.stuckAfter)})`
  const x = roundCoordinate(scale(limit))
  return html`<g><title>${says}</title>${bar(scale, { from: item.since, to: Math.min(limit, end) }, 2, 10, 'waiting')}${
    limit < end && [
      bar(scale, { from: limit, to: end }, 2, 10, 'stuck'),
      isIn(scale, limit) && html`<line class="limit" x1="${x}" x2="${x}" y1="0" y2="14"/>`,
    ]
  }</g>`
}

/** A bar as far as it lies in the picture; nothing where it does not. */
function bar(
  scale: TimeScale,
  { from, to }: TimeRange,
  y: number,
  height: number,
  kind: string,
  says?: string,
): SafeHtml {
  const [first = 0, last = 0] = scale.domain().map(Number)
  if (to < first || from > last) return html``
  const left = scale(Math.max(from, first))
  const width = Math.max(scale(Math.min(to, last)) - left, MIN_BAR_WIDTH)
  return html`<rect class="${kind}" x="${roundCoordinate(left)}" y="${y}" width="${roundCoordinate(width)}" height="${height}">${says !== undefined && html`<title>${says}</title>`}</rect>`
}

const isIn = (scale: TimeScale, at: number): boolean => {
  const [first = 0, last = 0] = scale.domain().map(Number)
  return at >= first && at <= last
}

/** The last part of a path says the most, and of that the end, where rotated logs differ. */
const endOf = (path: string): string => path.split(/[\\/]/).at(-1) || path

/** A label in so many characters, its beginning and its end kept. */
export function shortenLabel(label: string, most: number): string {
  const text = toPrintable(label)
  return text.length <= most
    ? text
    : `${truncateText(text, Math.ceil(most / 2))}${text.slice(-Math.floor(most / 2))}`
}

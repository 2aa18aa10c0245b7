import { durationText, plural } from '../../../model/duration.ts'
import { momentText, spanText } from '../../../model/moment.ts'
import { excerpt, printable } from '../../../model/printable.ts'
import { type Content, html, type SafeHtml } from '../safe-html.ts'
import { type CaseTimes, type SpooledAt, waitedText } from './case-times.ts'
import { kindsOfMarks, MARK_KINDS, markShape } from './mark-shapes.ts'
import { round, type Stretch, type TimeScale } from './time-axis.ts'

/** A row of the picture; it is drawn from its own top. */
export interface Lane {
  readonly label: string
  readonly height: number
  readonly marks: Content
  /** A name from the evidence rather than a word of ours. */
  readonly named: boolean
  /** Begins a group: some air above. */
  readonly first: boolean
}

/**
 * The latest logs have a lane each, the earlier ones one together; the oldest items say the most.
 * All stand in the table.
 */
const MOST_LOGS = 12
export const MOST_BARS = 24
const MOST_SAID = 3
/** Thinner would not be seen. */
const THINNEST = 2

export function logLanes({ logs }: CaseTimes, scale: TimeScale): Lane[] {
  const earlier = logs.slice(0, -MOST_LOGS)
  const named = logs
    .slice(-MOST_LOGS)
    .map((log) => ({ label: endOf(log.path), named: true, logs: [log] }))
  const lanes =
    earlier.length === 0
      ? named
      : [{ label: plural(earlier.length, 'earlier log'), named: false, logs: earlier }, ...named]
  return lanes.map(({ logs: ofLane, ...lane }, index) => ({
    ...lane,
    first: index === 0,
    height: 18,
    marks: [
      ofLane.map(({ path, from, to }) =>
        bar(scale, { from, to }, 3, 12, 'covered', `${path}: ${spanText(from, to)}`),
      ),
      ofLane.map(({ path, gaps }) =>
        gaps.map((gap) => bar(scale, gap, 3, 12, 'gap', gapText(path, gap))),
      ),
    ],
  }))
}

const gapText = (path: string, { from, to }: Stretch): string =>
  `${path} is silent for ${durationText(to - from)}: ${spanText(from, to)}`

export function markLanes({ marks }: CaseTimes, scale: TimeScale): Lane[] {
  return kindsOfMarks
    .map((kind) => ({
      kind,
      seen: marks.filter((mark) => mark.kind === kind && isIn(scale, mark.at)),
    }))
    .filter(({ seen }) => seen.length > 0)
    .map(({ kind, seen }, index) => ({
      label: MARK_KINDS[kind],
      named: false,
      first: index === 0,
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
  const said = marks.slice(0, MOST_SAID).map(({ at, text }) => `${momentText(at)}: ${text}`)
  return marks.length > MOST_SAID
    ? `${said.join('; ')}; and ${marks.length - MOST_SAID} more`
    : said.join('; ')
}

/** Each item from when it was written until the case was judged, with the limit on it. */
export function spoolLanes(times: CaseTimes, scale: TimeScale): Lane[] {
  const [, last = 0] = scale.domain().map(Number)
  return times.spooled.slice(0, MOST_BARS).map((item, index) => ({
    label: item.name,
    named: true,
    first: index === 0,
    height: 14,
    marks: itemBar(item, item.until ?? last, times, scale),
  }))
}

function itemBar(item: SpooledAt, end: number, times: CaseTimes, scale: TimeScale): SafeHtml {
  if (item.since > end) return html``
  const limit = item.since + times.stuckAfter
  const says = `${item.name}${item.user === undefined ? '' : ` of ${item.user}`}: since ${momentText(item.since)}, waited ${waitedText(item)} (limit ${durationText(times.stuckAfter)})`
  const x = round(scale(limit))
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
  { from, to }: Stretch,
  y: number,
  height: number,
  kind: string,
  says?: string,
): SafeHtml {
  const [first = 0, last = 0] = scale.domain().map(Number)
  if (to < first || from > last) return html``
  const left = scale(Math.max(from, first))
  const width = Math.max(scale(Math.min(to, last)) - left, THINNEST)
  return html`<rect class="${kind}" x="${round(left)}" y="${y}" width="${round(width)}" height="${height}">${says !== undefined && html`<title>${says}</title>`}</rect>`
}

const isIn = (scale: TimeScale, at: number): boolean => {
  const [first = 0, last = 0] = scale.domain().map(Number)
  return at >= first && at <= last
}

/** The last part of a path says the most, and of that the end, where rotated logs differ. */
const endOf = (path: string): string => path.split(/[\\/]/).at(-1) || path

/** A label in so many characters, its beginning and its end kept. */
export function shortened(label: string, most: number): string {
  const text = printable(label)
  return text.length <= most
    ? text
    : `${excerpt(text, Math.ceil(most / 2))}${text.slice(-Math.floor(most / 2))}`
}

import { present } from '../model/defined.ts'
import { byteText, durationText, plural } from '../model/duration.ts'
import type { Journey } from '../model/journey.ts'
import type { LiveItem, LiveView } from '../model/live-view.ts'
import { momentText, parseIsoTime } from '../model/moment.ts'
import type { Verdict } from '../model/report.ts'
import type { Finding, RemedyStep } from '../model/rule.ts'
import { type SourceRef, sourceText } from '../model/source-ref.ts'
import type { WatchEvent } from '../model/watch-event.ts'
import type { Style } from '../terminal/layout.ts'
import { eventWords } from './event-words.ts'
import { ageOf, STATE_STYLES, stateOf } from './item-state.ts'
import { SAID, stageStyle } from './journey-words.ts'
import type { Unchecked } from './lists.ts'
import { changedAgo, GRADE_STYLES, gradeOf, MARKS } from './verdict-words.ts'

/** A paragraph, a place in an input, or a command of the detail; an empty text is an empty line. */
export interface Part {
  readonly kind?: 'text' | 'path' | 'command'
  readonly text: string
  readonly indent?: number
  /** Stands before the first line, in its indent. */
  readonly mark?: string
  readonly style?: readonly Style[]
}

const MOST_FINDINGS = 10
const MOST_PLACES = 3

const EMPTY: Part = { text: '' }
const title = (text: string): Part => ({ text, style: ['bold'] })
const dim = (text: string, indent = 0): Part => ({ text, indent, style: ['dim'] })

export function detailOfItem(item: LiveItem, view: LiveView): readonly Part[] {
  const state = stateOf(item, view)
  const waits = `waits for ${durationText(ageOf(item, view))}, limit ${durationText(view.stuckAfter)}`
  const flagged = view.report.verdicts.filter(({ status }) => status === 'flagged')
  const about =
    flagged.find(({ findings }) => findings.some(({ subject }) => subject === item.name)) ??
    // Of very many stuck items only some are named.
    (state === 'stuck'
      ? flagged.find(({ findings }) => findings.some((one) => liesIn(one, item.folder)))
      : undefined)
  const ways = view.journeys.filter(({ steps }) => steps.some(({ source }) => isItem(source, item)))
  return [
    { text: `${state}: ${waits}`, style: STATE_STYLES[state] },
    { text: item.name, style: ['bold'] },
    { kind: 'path', text: `${item.folder}/${item.name}`, style: ['dim'] },
    {
      text: `${byteText(item.bytes)}, since ${momentText(item.since)}${item.user === undefined ? '' : `, of ${item.user}`}`,
    },
    ...ways.flatMap((journey) => [EMPTY, ...journeyParts(journey)]),
    ...(about === undefined
      ? []
      : [EMPTY, ...verdictHead(about, view), ...remedyParts(about.remedy)]),
  ]
}

const liesIn = ({ sources }: Finding, folder: string): boolean =>
  sources.some(({ path }) => path.startsWith(folder))

const isItem = ({ path }: SourceRef, { folder, name }: LiveItem): boolean =>
  path.endsWith(name) &&
  path.replaceAll('\\', '/').endsWith(`${folder.replaceAll('\\', '/')}/${name}`)

export function detailOfVerdict(verdict: Verdict, view: LiveView): readonly Part[] {
  const { message, findings, omitted, sources, missing, remedy } = verdict
  const listed = findings.slice(0, MOST_FINDINGS)
  const more = findings.length - listed.length + omitted
  return present([
    ...verdictHead(verdict, view),
    listed.some((one) => one.message === message) ? undefined : { text: message },
    ...listed.flatMap(findingParts),
    more > 0 ? dim(`… and ${plural(more, 'more finding')}`, 2) : undefined,
    ...places(sources, 2),
    ...missing.flatMap(({ evidence, how, commands = [] }) =>
      present([
        { text: evidence, indent: 2, mark: '? ' },
        how === '' ? undefined : { text: how, indent: 4, mark: '→ ' },
        ...commands.map(command(4)),
      ]),
    ),
    ...remedyParts(remedy),
  ])
}

function verdictHead(verdict: Verdict, view: LiveView): readonly Part[] {
  const grade = gradeOf(verdict)
  const ago = changedAgo(verdict.rule, view)
  const notes = present([
    verdict.trial ? 'on trial: rests on inferred facts, check it' : undefined,
    ago === undefined ? undefined : `changed ${durationText(ago)} ago`,
  ])
  return [
    {
      text: `${MARKS[grade]} ${grade}${verdict.status === 'flagged' ? `: ${verdict.title}` : ''}`,
      style: GRADE_STYLES[grade],
    },
    dim([verdict.rule, ...notes].join(' · ')),
  ]
}

const findingParts = ({ subject, message, sources, remedy }: Finding): readonly Part[] =>
  present([
    { text: message.includes(subject) ? message : `${subject}: ${message}`, indent: 2, mark: '• ' },
    ...places(sources, 2),
    remedy === undefined ? undefined : { text: remedy, indent: 4, mark: '→ ' },
  ])

/** Where it was read, `path:line`, one place a line. */
function places(sources: readonly SourceRef[], indent: number): readonly Part[] {
  const texts = [...new Set(sources.map(sourceText))]
  const more = texts.length - MOST_PLACES
  return present([
    ...texts
      .slice(0, MOST_PLACES)
      .map((text): Part => ({ kind: 'path', text, indent, style: ['dim'] })),
    more > 0 ? dim(`… and ${plural(more, 'more place')}`, indent) : undefined,
  ])
}

const command =
  (indent: number) =>
  (text: string): Part => ({ kind: 'command', text, indent })

const remedyParts = (steps: readonly RemedyStep[]): readonly Part[] =>
  steps.length === 0
    ? []
    : [
        EMPTY,
        title('What to do'),
        ...steps.flatMap(({ do: what, commands = [], verify }, index) => [
          { text: what, indent: 3, mark: `${index + 1}. ` },
          ...commands.map(command(3)),
          dim(`Check: ${verify}`, 3),
        ]),
      ]

export const detailOfJourney = (journey: Journey): readonly Part[] => [
  title(`${journey.user ?? 'unknown'} → ${journey.recipient ?? 'unknown'}`),
  dim(journey.key),
  EMPTY,
  ...journeyParts(journey),
]

function journeyParts({ steps }: Journey): readonly Part[] {
  return steps.flatMap(({ stage, at, text, inferred, source }, index): readonly Part[] => [
    {
      text: `${SAID[stage]}, ${momentText(at)}${inferred ? ' (inferred: joined by its time alone)' : ''}`,
      indent: 2,
      mark: index === steps.length - 1 ? '└ ' : '├ ',
      style: stageStyle(stage),
    },
    { text, indent: 4 },
    ...places([source], 4),
  ])
}

export function detailOfEvent(event: WatchEvent, view: LiveView): readonly Part[] {
  const { tag, text, style } = eventWords(event, view)
  const at = parseIsoTime(event.at)
  const head: readonly Part[] = [
    { text: `${tag}, ${at === undefined ? event.at : momentText(at)}`, style },
    { text },
  ]
  if (event.event === 'verdict-changed') {
    const now = view.report.verdicts.find(({ rule }) => rule === event.rule)
    return [
      ...head,
      dim(`from ${event.from} to ${event.to}`),
      ...(now ? [EMPTY, title('As it is now'), ...detailOfVerdict(now, view)] : []),
    ]
  }
  if ('name' in event) {
    const item = view.items.find(
      ({ folder, name }) => folder === event.folder && name === event.name,
    )
    return [
      ...head,
      EMPTY,
      ...(item ? detailOfItem(item, view) : [dim('It is no longer in the spool.')]),
    ]
  }
  return head
}

export function detailOfGap(entry: Unchecked): readonly Part[] {
  if ('trouble' in entry) {
    const { path, problem } = entry.trouble
    return [
      { text: `cannot be read: ${problem}`, style: ['bold', 'yellow'] },
      { kind: 'path', text: path },
      dim('It is tried again.'),
    ]
  }
  const { evidence, hows, rules } = entry.gap
  return [
    { text: `not checked for lack of ${evidence}`, style: ['bold', 'yellow'] },
    ...[...hows].flatMap(([how, commands]) => [
      { text: how, indent: 2, mark: '→ ' },
      ...[...commands].map(command(2)),
    ]),
    EMPTY,
    dim(`for ${rules.join(', ')}`),
  ]
}

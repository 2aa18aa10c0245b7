import { present } from '../../model/defined.ts'
import { formatBytes, formatCount, formatDuration } from '../../model/duration.ts'
import type { Journey } from '../../model/journey.ts'
import type { LiveItem, LiveView } from '../../model/live-view.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { Verdict } from '../../model/report.ts'
import type { Finding, RemedyStep } from '../../model/rule.ts'
import type { SourceRef } from '../../model/source-ref.ts'
import type { WatchEvent } from '../../model/watch-event.ts'
import { momentText } from '../clock-text.ts'
import { describeEvent } from '../describe-event.ts'
import { ageOf, STATE_STYLES, stateOf } from '../item-state.ts'
import { STAGE_LABELS, stageStyle } from '../journey-stages.ts'
import type { UncheckedEntry } from '../lists.ts'
import { GRADE_MARKS, GRADE_STYLES, gradeOf, recentChangeAge } from '../verdict-grade.ts'
import { commandPart, type DetailPart, dim, EMPTY, sourceParts, title } from './detail-part.ts'

const MAX_FINDINGS = 10

export function detailOfItem(item: LiveItem, view: LiveView): readonly DetailPart[] {
  const state = stateOf(item, view)
  const age = formatDuration(ageOf(item, view))
  const limit = formatDuration(view.stuckAfter)
  const user = item.user === undefined ? '' : `, spool of ${item.user}`
  const journeys = view.journeys.filter(({ steps }) =>
    steps.some(({ source }) => refersToItem(source, item)),
  )
  const verdict = verdictAbout(item, view)
  const verdictParts =
    verdict === undefined
      ? []
      : [EMPTY, ...verdictHeadParts(verdict, view), ...remedyParts(verdict.remedy)]
  return [
    { text: `${state} for ${age} (limit ${limit})`, style: STATE_STYLES[state] },
    { text: item.name, style: ['bold'] },
    { kind: 'path', text: `${item.folder}/${item.name}`, style: ['dim'] },
    { text: `${formatBytes(item.bytes)}, since ${momentText(item.since, view)}${user}` },
    ...journeys.flatMap((journey) => [EMPTY, ...journeyParts(journey, view)]),
    ...verdictParts,
  ]
}

/** The flagged verdict that names the item, else the one that names its folder. */
function verdictAbout(item: LiveItem, view: LiveView): Verdict | undefined {
  const flagged = view.report.verdicts.filter(({ status }) => status === 'flagged')
  const byName = flagged.find(({ findings }) =>
    findings.some(({ subject }) => subject === item.name),
  )
  if (byName !== undefined || stateOf(item, view) !== 'stuck') return byName
  // A report names only the first of very many stuck items.
  return flagged.find(({ findings }) =>
    findings.some((finding) => isInFolder(finding, item.folder)),
  )
}

const isInFolder = ({ sources }: Finding, folder: string): boolean =>
  sources.some(({ path }) => path.startsWith(folder))

const refersToItem = ({ path }: SourceRef, { folder, name }: LiveItem): boolean =>
  path.endsWith(name) &&
  path.replaceAll('\\', '/').endsWith(`${folder.replaceAll('\\', '/')}/${name}`)

export function detailOfVerdict(verdict: Verdict, view: LiveView): readonly DetailPart[] {
  const { message, findings, omitted, sources, missing, remedy } = verdict
  const listed = findings.slice(0, MAX_FINDINGS)
  const more = findings.length - listed.length + omitted
  return present([
    ...verdictHeadParts(verdict, view),
    listed.some((finding) => finding.message === message) ? undefined : { text: message },
    ...listed.flatMap(findingParts),
    more > 0 ? dim(`… and ${formatCount(more, 'more finding')}`, 2) : undefined,
    ...sourceParts(sources, 2),
    ...missing.flatMap(({ evidence, how, commands = [] }) =>
      present([
        { text: evidence, indent: 2, mark: '? ' },
        how === '' ? undefined : { text: how, indent: 4, mark: '→ ' },
        ...commands.map(commandPart(4)),
      ]),
    ),
    ...remedyParts(remedy),
  ])
}

function verdictHeadParts(verdict: Verdict, view: LiveView): readonly DetailPart[] {
  const grade = gradeOf(verdict)
  const changeAge = recentChangeAge(verdict.rule, view)
  const notes = present([
    verdict.trial ? 'experimental: based on inference, please verify' : undefined,
    changeAge === undefined ? undefined : `changed ${formatDuration(changeAge)} ago`,
  ])
  const verdictTitle = verdict.status === 'flagged' ? `: ${verdict.title}` : ''
  return [
    { text: `${GRADE_MARKS[grade]} ${grade}${verdictTitle}`, style: GRADE_STYLES[grade] },
    dim([verdict.rule, ...notes].join(' · ')),
  ]
}

const findingParts = ({ subject, message, sources, remedy }: Finding): readonly DetailPart[] =>
  present([
    { text: message.includes(subject) ? message : `${subject}: ${message}`, indent: 2, mark: '• ' },
    ...sourceParts(sources, 2),
    remedy === undefined ? undefined : { text: remedy, indent: 4, mark: '→ ' },
  ])

const remedyParts = (steps: readonly RemedyStep[]): readonly DetailPart[] =>
  steps.length === 0
    ? []
    : [
        EMPTY,
        title('What to do'),
        ...steps.flatMap(({ do: instruction, commands = [], verify }, index) => [
          { text: instruction, indent: 3, mark: `${index + 1}. ` },
          ...commands.map(commandPart(3)),
          dim(`Check: ${verify}`, 3),
        ]),
      ]

export const detailOfJourney = (journey: Journey, view: LiveView): readonly DetailPart[] => [
  title(`${journey.user ?? 'unknown'} → ${journey.recipient ?? 'unknown'}`),
  dim(journey.key),
  EMPTY,
  ...journeyParts(journey, view),
]

/** The steps of a message, each with its time and its source. */
export function journeyParts({ steps }: Journey, view: LiveView): readonly DetailPart[] {
  return steps.flatMap(({ stage, at, text, inferred, source }, index): readonly DetailPart[] => {
    const note = inferred ? ' (inferred from the time alone)' : ''
    return [
      {
        text: `${STAGE_LABELS[stage]}, ${momentText(at, view)}${note}`,
        indent: 2,
        mark: index === steps.length - 1 ? '└ ' : '├ ',
        style: stageStyle(stage),
      },
      { text, indent: 4 },
      ...sourceParts([source], 4),
    ]
  })
}

export function detailOfEvent(event: WatchEvent, view: LiveView): readonly DetailPart[] {
  const { tag, text, style } = describeEvent(event, view)
  const at = parseIsoTime(event.at)
  const head: readonly DetailPart[] = [
    { text: `${tag}, ${at === undefined ? event.at : momentText(at, view)}`, style },
    { text },
  ]
  if (event.event === 'verdict-changed') {
    const verdict = view.report.verdicts.find(({ rule }) => rule === event.rule)
    const current =
      verdict === undefined
        ? []
        : [EMPTY, title('Current verdict'), ...detailOfVerdict(verdict, view)]
    return [...head, dim(`from ${event.from} to ${event.to}`), ...current]
  }
  if ('name' in event) {
    const item = view.items.find(
      ({ folder, name }) => folder === event.folder && name === event.name,
    )
    const current = item === undefined ? [dim('No longer in the spool.')] : detailOfItem(item, view)
    return [...head, EMPTY, ...current]
  }
  return head
}

/** The missing evidence and how to get it, or why an input cannot be read. */
export function detailOfUncheckedEntry(entry: UncheckedEntry): readonly DetailPart[] {
  if ('inputProblem' in entry) {
    const { path, problem } = entry.inputProblem
    return [
      { text: `cannot be read: ${problem}`, style: ['bold', 'yellow'] },
      { kind: 'path', text: path },
      dim('Retrying.'),
    ]
  }
  const { evidence, instructions, rules } = entry.gap
  return [
    { text: `not checked: ${evidence} is missing`, style: ['bold', 'yellow'] },
    ...[...instructions].flatMap(([instruction, commands]) => [
      { text: instruction, indent: 2, mark: '→ ' },
      ...[...commands].map(commandPart(2)),
    ]),
    EMPTY,
    dim(`needed by ${rules.join(', ')}`),
  ]
}

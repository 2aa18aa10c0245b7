import { findLocalOffset } from '../../model/answer/affected-users.ts'
import {
  actorText,
  causeNotes,
  causeTitle,
  unexplainedText,
} from '../../model/answer/answer-text.ts'
import { present } from '../../model/defined.ts'
import type {
  Certainty,
  DiagnosedCause,
  Diagnosis,
  EvidenceToCollect,
  PlannedAction,
  UnexplainedSymptom,
} from '../../model/diagnosis.ts'
import { formatDuration } from '../../model/duration.ts'
import type { Journey, JourneyStep } from '../../model/journey.ts'
import type { LiveView } from '../../model/live-view.ts'
import { formatSource } from '../../model/source-ref.ts'

/** The latest message that shows a cause, and the step that shows it. */
interface MessageEntry {
  readonly kind: 'message'
  readonly cause: DiagnosedCause
  readonly journey: Journey
  readonly step: JourneyStep
}

/** A part of the diagnosis that can be selected. */
export type DiagnosisEntry =
  | { readonly kind: 'answer' }
  | { readonly kind: 'cause'; readonly cause: DiagnosedCause }
  | MessageEntry
  | { readonly kind: 'unexplained'; readonly symptom: UnexplainedSymptom }
  /** `number`: place in the plan, from 1. */
  | { readonly kind: 'action'; readonly action: PlannedAction; readonly number: number }
  | { readonly kind: 'collect'; readonly evidence: EvidenceToCollect }

/** Returns the diagnosis to show: none while the history is read, because it is not final. */
export const currentDiagnosis = ({ report, reading }: LiveView): Diagnosis | undefined =>
  reading === undefined ? report.diagnosis : undefined

/** Returns the answer, the causes with the messages that show them, the plan, what to collect. */
export function diagnosisEntries(view: LiveView): readonly DiagnosisEntry[] {
  const diagnosis = currentDiagnosis(view)
  if (diagnosis === undefined) return []
  const { causes, unexplained, actions, collectNext } = diagnosis
  const shown = new Set<JourneyStep>()
  return [
    { kind: 'answer' },
    ...causes.flatMap((cause) => {
      const message = latestMessage(cause, view)
      // Another cause may rest on the same record, for another reason.
      const isNew = message !== undefined && !shown.has(message.step)
      if (isNew) shown.add(message.step)
      return present<DiagnosisEntry>([{ kind: 'cause', cause }, isNew ? message : undefined])
    }),
    ...unexplained.map((symptom) => ({ kind: 'unexplained' as const, symptom })),
    ...actions.map((action, index) => ({ kind: 'action' as const, action, number: index + 1 })),
    ...collectNext.map((evidence) => ({ kind: 'collect' as const, evidence })),
  ]
}

export function diagnosisEntryKey(entry: DiagnosisEntry): string {
  switch (entry.kind) {
    case 'answer':
      return 'answer'
    case 'cause':
    case 'message':
      return `${entry.kind} ${entry.cause.rule} ${entry.cause.user ?? ''}`
    case 'unexplained':
      return `unexplained ${entry.symptom.rule} ${entry.symptom.user ?? ''}`
    case 'action':
      return `action ${entry.action.role} ${entry.action.user ?? ''} ${entry.action.do}`
    case 'collect':
      return `collect ${entry.evidence.evidence}`
  }
}

/** An entry as one line of text. */
export function diagnosisEntryText(entry: DiagnosisEntry, { report }: LiveView): string {
  const { diagnosis, verdicts } = report
  if (diagnosis === undefined) return ''
  switch (entry.kind) {
    case 'answer':
      return diagnosis.answer
    case 'cause': {
      const notes = causeNotes(entry.cause, verdicts, findLocalOffset(report))
      return [`${entry.cause.certainty}: ${causeTitle(entry.cause, diagnosis)}`, ...notes].join(
        ', ',
      )
    }
    case 'message':
      return messageText(entry)
    case 'unexplained':
      return `unexplained: ${unexplainedText(entry.symptom, verdicts)}`
    case 'action':
      return `${entry.number}. ${actorText(entry.action, diagnosis)}: ${entry.action.do}`
    case 'collect':
      return `${entry.evidence.evidence}: ${entry.evidence.how}`
  }
}

/** `Message to lee@contoso.example: EWS answered X, 2 s after it was spooled: likely cause` */
export function messageText({ cause, journey, step }: MessageEntry): string {
  const spooled = journey.steps.find(({ stage }) => stage === 'spooled')
  const delay =
    spooled === undefined || step === spooled || step.at < spooled.at
      ? ''
      : `, ${formatDuration(step.at - spooled.at)} after it was spooled`
  const recipient = journey.recipient ?? 'an unknown recipient'
  return `Message to ${recipient}: ${step.text}${delay}: ${explainedCertainty(cause)} cause`
}

/** How certainly a cause explains the messages. */
const explainedCertainty = ({ certainty, explains }: DiagnosedCause): Certainty =>
  explains.certainty ?? certainty

/** Finds the latest message with a step that is evidence of the cause, unless it got through. */
function latestMessage(cause: DiagnosedCause, { journeys }: LiveView): MessageEntry | undefined {
  const sources = new Set(
    cause.because.flatMap((reason) => reason.sources.map((source) => formatSource(source))),
  )
  let latest: MessageEntry | undefined
  for (const journey of journeys) {
    const last = journey.steps.at(-1)?.stage
    if (last === 'gone' || last === 'reached') continue
    const step = journey.steps.findLast(({ source }) => sources.has(formatSource(source)))
    if (step !== undefined && (latest === undefined || step.at >= latest.step.at))
      latest = { kind: 'message', cause, journey, step }
  }
  return latest
}

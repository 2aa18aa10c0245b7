import { findLocalOffset } from '../../model/answer/affected-users.ts'
import {
  actorText,
  affectedTexts,
  causeNotes,
  causeTitle,
  otherFlagged,
  unexplainedText,
} from '../../model/answer/answer-text.ts'
import { present, when, whenDefined } from '../../model/defined.ts'
import type { Diagnosis, PlannedAction } from '../../model/diagnosis.ts'
import type { LiveView } from '../../model/live-view.ts'
import {
  CERTAINTY_COLORS,
  OUTCOME_STYLES,
  outcomeAttributes,
} from '../../terminal/diagnosis-style.ts'
import {
  commandPart,
  type DetailPart,
  dim,
  EMPTY,
  sourceParts,
  title,
} from '../detail/detail-part.ts'
import { detailOfVerdict, journeyParts } from '../detail/detail-parts.ts'
import { type DiagnosisEntry, messageText } from './diagnosis-entries.ts'

/** Describes a part of the diagnosis: reasons with sources, steps with commands. */
export function detailOfDiagnosisEntry(
  entry: DiagnosisEntry,
  view: LiveView,
): readonly DetailPart[] {
  const { diagnosis } = view.report
  if (diagnosis === undefined) return []
  switch (entry.kind) {
    case 'answer':
      return answerParts(diagnosis, view)
    case 'cause': {
      const { cause } = entry
      const steps = diagnosis.actions.filter((action) => action.for.includes(cause.rule))
      return [
        {
          text: `${cause.certainty}: ${causeTitle(cause, diagnosis)}`,
          style: ['bold', CERTAINTY_COLORS[cause.certainty]],
        },
        ...causeNotes(cause, view.report.verdicts, findLocalOffset(view.report)).map(
          (text): DetailPart => ({ text }),
        ),
        dim(cause.rule),
        EMPTY,
        ...cause.because.flatMap(({ text, sources }): readonly DetailPart[] => [
          { text, indent: 2, mark: '• ' },
          ...sourceParts(sources, 2),
        ]),
        ...planParts(steps, diagnosis),
      ]
    }
    case 'message':
      return [
        { text: messageText(entry), style: ['bold'] },
        dim(entry.journey.key),
        EMPTY,
        ...journeyParts(entry.journey, view),
      ]
    case 'unexplained': {
      const { symptom } = entry
      const { verdicts } = view.report
      const verdict = verdicts.find(({ rule }) => rule === symptom.rule)
      return [
        { text: `unexplained: ${unexplainedText(symptom, verdicts)}`, style: ['bold', 'yellow'] },
        ...whenDefined(verdict, (found) => [EMPTY, ...detailOfVerdict(found, view)]),
      ]
    }
    case 'action':
      return stepParts(entry.action, diagnosis, entry.number)
    case 'collect': {
      const { evidence, how, commands, decides } = entry.evidence
      return [
        { text: `To collect: ${evidence}`, style: ['bold'] },
        { text: how, indent: 2, mark: '→ ' },
        ...commands.map(commandPart(2)),
        EMPTY,
        dim(`would decide ${decides.join(', ')}`),
      ]
    }
  }
}

function answerParts(diagnosis: Diagnosis, view: LiveView): readonly DetailPart[] {
  const { outcome, answer, actions, ruledOut, undecided } = diagnosis
  const { report } = view
  const others = otherFlagged(diagnosis, report.verdicts)
  return [
    {
      text: answer,
      indent: 2,
      mark: `${OUTCOME_STYLES[outcome].mark} `,
      style: outcomeAttributes(outcome, report.verdicts),
    },
    ...affectedTexts(report, diagnosis).map((text): DetailPart => ({ text, indent: 2 })),
    ...planParts(actions, diagnosis),
    ...listParts(
      'Also found',
      others.map((verdict) => `${verdict.severity}: ${verdict.title}`),
    ),
    ...listParts(
      'Ruled out',
      ruledOut.map(({ rule, because }) => `${rule}: ${because}`),
    ),
    ...listParts(
      'Undecided',
      undecided.map(({ rule, missing }) => `${rule}: missing is ${missing.join(', ')}`),
    ),
  ]
}

const listParts = (heading: string, texts: readonly string[]): readonly DetailPart[] =>
  when(texts.length > 0, () => [
    EMPTY,
    title(heading),
    ...texts.map((text): DetailPart => ({ text, indent: 2, mark: '• ' })),
  ])

/** Steps keep the numbers that they have in the whole plan. */
const planParts = (steps: readonly PlannedAction[], diagnosis: Diagnosis): readonly DetailPart[] =>
  when(steps.length > 0, () => [
    EMPTY,
    title('What to do'),
    ...steps.flatMap((step) => stepParts(step, diagnosis, diagnosis.actions.indexOf(step) + 1)),
  ])

const stepParts = (
  action: PlannedAction,
  diagnosis: Diagnosis,
  number: number,
): readonly DetailPart[] =>
  present([
    {
      text: `${actorText(action, diagnosis)}: ${action.do}`,
      indent: 4,
      mark: `${number}. `,
    },
    ...action.commands.map(commandPart(4)),
    dim(`Check: ${action.verify}`, 4),
  ])

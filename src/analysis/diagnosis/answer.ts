import {
  type Certainty,
  type DiagnosedCause,
  type DiagnosisOutcome,
  NOT_ATTEMPTED,
  type UnexplainedSymptom,
} from '../../model/diagnosis.ts'
import { formatCount } from '../../model/duration.ts'
import { firstSentence } from '../../model/text/prose.ts'
import type { Evaluation } from './evaluation.ts'

const BEGINNINGS: Readonly<Record<Certainty, string>> = {
  proven: '',
  likely: 'Likely cause: ',
  possible: 'Possible cause: ',
}
const MAX_SENTENCE_CHARACTERS = 160

/** The answer to “why does it fail?”, in one to three sentences. */
export function formatAnswer(
  outcome: DiagnosisOutcome,
  causes: readonly DiagnosedCause[],
  unexplained: readonly UnexplainedSymptom[],
  evaluations: readonly Evaluation[],
): string {
  const [main, ...others] = causes
  const remaining = unexplained.map((symptom) => unexplainedText(symptom, evaluations)).join('; ')
  if (outcome === 'unexplained') return `No cause was found for this: ${remaining}.`
  if (main) {
    const rest = others.length > 0 ? ` ${otherCauses(others)}` : ''
    const open = remaining === '' ? '' : ` Unexplained: ${remaining}.`
    return `${BEGINNINGS[main.certainty]}${sentenceOf(main)}${explainedText(main)}${rest}${open}`
  }
  if (outcome === 'nothing-wrong')
    return 'Nothing is stuck, and no cause of a fault was found in this evidence.'
  return evaluations.some(isClearSymptom)
    ? 'No symptom was found, but the evidence is not enough to say that Offline IM works here.'
    : 'The evidence is not enough to say whether Offline IM fails here, or why.'
}

const isClearSymptom = ({ rule, verdict }: Evaluation): boolean =>
  rule.diagnosis.role === 'symptom' && rule.severity === 'error' && verdict.status === 'clear'

/** The first sentence of the reason if it is short, else the title of the rule. */
function sentenceOf({ because, title }: DiagnosedCause): string {
  const first = firstSentence(because[0]?.text ?? '')
  return first !== '' && first.length <= MAX_SENTENCE_CHARACTERS
    ? `${first.replace(/\.$/, '')}.`
    : `${title}.`
}

function explainedText({ explains: { messages, of, certainty } }: DiagnosedCause): string {
  if (messages === 0) return ''
  const verb = certainty === 'possible' ? 'could explain' : 'explains'
  if (messages < of) return ` This ${verb} ${messages} of ${of} failed messages.`
  return of === 1
    ? ` This ${verb} the message that failed.`
    : ` This ${verb} all ${of} messages that failed.`
}

const otherCauses = (causes: readonly DiagnosedCause[]): string =>
  causes.length === 1 && causes[0]
    ? `${causes[0].certainty === 'possible' ? 'Also possible' : 'Another cause'}: ` +
      sentenceOf(causes[0])
    : `${causes.length} other causes are listed.`

function unexplainedText(
  { rule, user, messages }: UnexplainedSymptom,
  evaluations: readonly Evaluation[],
): string {
  const owner = user === undefined ? '' : ` of ${user}`
  if (rule === NOT_ATTEMPTED)
    return `${formatCount(messages, 'message')}${owner} to somebody offline that the client did not spool`
  const title = evaluations.find((evaluation) => evaluation.rule.id === rule)?.rule.title ?? rule
  if (messages > 0) return `${formatCount(messages, 'stuck message')}${owner}`
  return user === undefined ? title : `${title} (${user})`
}

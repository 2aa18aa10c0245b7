import { findAffectedUsers, findLocalOffset } from '../../model/answer/affected-users.ts'
import { ownValue, present } from '../../model/defined.ts'
import type { Certainty, Diagnosis, PlannedAction } from '../../model/diagnosis.ts'
import { formatCount, formatNumber, minutes } from '../../model/duration.ts'
import { formatMoment } from '../../model/moment.ts'
import { greatestOf } from '../../model/numbers/extremes.ts'
import type { CaseReport } from '../../model/report.ts'
import { PLAIN_CAUSES, PLAIN_SYMPTOMS } from './plain-words.ts'

/** A case in plain words, for the person whose messages are concerned. */
export interface CustomerSummary {
  /** At most five: what is wrong, how sure that is, since when, what comes next, what is open. */
  readonly sentences: readonly string[]
  /** The steps of the plan that the person does, in order. */
  readonly steps: readonly CustomerStep[]
}

export interface CustomerStep {
  readonly text: string
  readonly commands: readonly string[]
  readonly check: string
  /** Whether others do something before it. */
  readonly isAfterOthers: boolean
}

export const CUSTOMER_TITLE = 'Messages to people who are offline'
export const STEPS_TITLE = 'What you can do'
export const AFTER_OTHERS = 'Wait with this until we tell you that our part is done.'

/** Summarizes a case. Details of servers, and the steps of others, are left out. */
export function summarizeForCustomer(report: CaseReport): CustomerSummary {
  const { diagnosis } = report
  if (diagnosis === undefined) return { sentences: [report.headline], steps: [] }
  return {
    sentences: present([
      whatIsWrong(diagnosis),
      howSure(diagnosis),
      sinceWhen(report, diagnosis),
      whatComesNext(diagnosis),
      whatIsOpen(report, diagnosis),
    ]),
    steps: stepsOf(diagnosis.actions),
  }
}

function whatIsWrong(diagnosis: Diagnosis): string {
  const { outcome, causes, unexplained } = diagnosis
  if (outcome === 'nothing-wrong')
    return 'We found nothing that keeps messages to people who are offline from being delivered.'
  if (outcome === 'not-enough-evidence')
    return 'What we have does not show whether messages to people who are offline are delivered.'
  const count = countFailed(diagnosis)
  if (count > 0)
    return (
      `${formatCount(count, 'message')} to people who were offline ` +
      `${count === 1 ? 'was' : 'were'} not delivered.`
    )
  const symptoms = [
    ...unexplained.map(({ rule }) => rule),
    ...causes.flatMap(({ explains }) => explains.symptoms),
  ]
  const [symptom] = present(symptoms.map((rule) => ownValue(PLAIN_SYMPTOMS, rule)))
  if (symptom !== undefined) return symptom
  return certaintyOf(diagnosis) === 'proven'
    ? 'Messages to people who are offline are not delivered from here.'
    : 'Messages to people who are offline may not be delivered from here.'
}

function countFailed({ causes, unexplained }: Diagnosis): number {
  const explained = greatestOf(causes.map(({ explains }) => explains.of)) ?? 0
  return Math.max(
    explained,
    unexplained.reduce((sum, { messages }) => sum + messages, 0),
  )
}

/** How certainly the main cause explains what fails. */
function certaintyOf({ causes: [main] }: Diagnosis): Certainty | undefined {
  return main && (main.explains.certainty ?? main.certainty)
}

const CERTAINTY_TEXTS: Readonly<Record<Certainty, string>> = {
  proven: 'The cause is certain',
  likely: 'The cause is very likely this',
  possible: 'A possible cause, which is not proven, is this',
}

function howSure(diagnosis: Diagnosis): string | undefined {
  const { causes, outcome } = diagnosis
  const [main] = causes
  const certainty = certaintyOf(diagnosis)
  if (main && certainty)
    return `${CERTAINTY_TEXTS[certainty]}: ${ownValue(PLAIN_CAUSES, main.rule) ?? main.title}.`
  return outcome === 'unexplained' ? 'The cause is not known yet.' : undefined
}

function sinceWhen(report: CaseReport, diagnosis: Diagnosis): string | undefined {
  const affected = findAffectedUsers(report, diagnosis)
  if (affected.length === 0) return undefined
  const times = present(affected.map(({ since }) => since)).sort((left, right) => left - right)
  const [since] = times
  if (since === undefined) return 'Since when is not known.'
  const offset = findLocalOffset(report)
  const [day, time = ''] = formatMoment(since + minutes(offset ?? 0)).split(' ')
  const clock = offset === undefined ? 'UTC' : 'time of the computer'
  return `It began on ${day} at ${time.slice(0, 5)} (${clock}) at the latest.`
}

function whatComesNext({ outcome, actions, collectNext }: Diagnosis): string {
  const own = actions.filter(({ role }) => role === 'user').length
  const others = actions.length - own
  if (own > 0) {
    const rest = others > 0 ? '; we take care of the rest' : ''
    return own === 1
      ? `Please do the step below${rest}.`
      : `Please do the ${formatNumber(own)} steps below, in this order${rest}.`
  }
  if (others > 0)
    return 'You need not do anything: we take care of it, and tell you when it is done.'
  return outcome === 'nothing-wrong' && collectNext.length === 0
    ? 'You need not do anything.'
    : 'Next we need more information, and will ask you for it.'
}

function whatIsOpen({ verdicts }: CaseReport, diagnosis: Diagnosis): string | undefined {
  const { outcome, causes, unexplained, undecided, collectNext } = diagnosis
  if (outcome === 'not-enough-evidence') return undefined
  if (causes.length > 0 && unexplained.length > 0)
    return 'This does not explain everything, and we look further.'
  if (causes.length > 1) return 'There may be more than one cause, and we look at all of them.'
  // A skipped check may hide a cause.
  const isSkipped =
    outcome === 'nothing-wrong' && verdicts.some(({ missing }) => missing.length > 0)
  return undecided.length > 0 || collectNext.length > 0 || isSkipped
    ? 'Some of what we needed is missing, so this may change.'
    : undefined
}

function stepsOf(actions: readonly PlannedAction[]): CustomerStep[] {
  let isAfterOthers = false
  const steps: CustomerStep[] = []
  for (const { role, do: text, commands, verify, user } of actions) {
    if (role !== 'user') {
      // What support does follows the plan, and nobody waits for it.
      isAfterOthers ||= role !== 'support'
      continue
    }
    const owner = user === undefined ? '' : ` This is for ${user}.`
    steps.push({ text: text + owner, commands, check: verify, isAfterOthers })
    isAfterOthers = false
  }
  return steps
}

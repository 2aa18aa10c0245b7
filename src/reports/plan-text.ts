import type { Diagnosis } from '../model/diagnosis.ts'
import { groupByRole, numberSteps, type PlanStep, ROLE_LABELS } from './diagnosis-text.ts'

/**
 * Returns the lines of the plan as plain text for a mail or a ticket: the steps of each role, with
 * their commands and how to verify them. The texts are as the report has them, not made printable.
 */
export const planTextLines = ({ actions }: Diagnosis): string[] =>
  groupByRole(numberSteps(actions)).flatMap(({ role, steps }, index) => [
    ...(index > 0 ? [''] : []),
    ROLE_LABELS[role] ?? role,
    ...steps.flatMap(stepLines),
  ])

function stepLines({ number, action }: PlanStep): string[] {
  const { do: text, user, commands, verify } = action
  const owner = user === undefined ? '' : ` For ${user}.`
  return [
    `${number}. ${text}${owner}`,
    ...commands.map((command) => `    ${command}`),
    `    Check: ${verify}`,
  ]
}

import { when } from '../model/defined.ts'
import type { Diagnosis, EvidenceToCollect } from '../model/diagnosis.ts'
import {
  DIAGNOSIS_TITLES,
  groupByRole,
  numberSteps,
  type PlanStep,
  ROLE_LABELS,
} from './diagnosis-text.ts'

/**
 * Returns the lines of the plan as plain text for a mail or a ticket: the steps of each role, with
 * their commands and how to verify them, then what to collect next. The texts are as the report has
 * them, not made printable.
 */
export function planTextLines({ actions, collectNext }: Diagnosis): string[] {
  const groups = groupByRole(numberSteps(actions)).map(({ role, steps }) => [
    ROLE_LABELS[role] ?? role,
    ...steps.flatMap(stepLines),
  ])
  if (collectNext.length > 0)
    groups.push([DIAGNOSIS_TITLES.collectNext, ...collectNext.flatMap(collectLines)])
  return groups.flatMap((lines, index) => [...when(index > 0, () => ['']), ...lines])
}

function stepLines({ number, action }: PlanStep): string[] {
  const { do: text, user, commands, verify } = action
  const owner = user === undefined ? '' : ` For ${user}.`
  return [`${number}. ${text}${owner}`, ...indented(commands), `    Check: ${verify}`]
}

const collectLines = ({ evidence, how, commands }: EvidenceToCollect): string[] => [
  `- ${evidence}: ${how}`,
  ...indented(commands),
]

const indented = (commands: readonly string[]): string[] =>
  commands.map((command) => `    ${command}`)

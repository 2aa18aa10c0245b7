import type { ActionRole, Certainty, PlannedAction } from '../model/diagnosis.ts'

/** The sections of a diagnosis, named alike in every format that has headings. */
export const DIAGNOSIS_TITLES = {
  causes: 'Causes',
  plan: 'What to do',
  collectNext: 'What to collect next',
} as const

export const ROLE_LABELS: Readonly<Record<ActionRole, string>> = {
  user: 'The user, or whoever sits at the machine',
  'skype-administrator': 'Skype for Business administrator',
  'exchange-administrator': 'Exchange administrator',
  support: 'Whoever runs the support case',
}

export const CERTAINTY_LABELS: Readonly<Record<Certainty, string>> = {
  proven: 'Proven',
  likely: 'Likely',
  possible: 'Possible',
}

/**
 * A cause may have as many reasons as it has findings. The verdict lists more of them.
 * Limit: reasons shown under a cause.
 * Beyond: the verdict lists more of them.
 */
export const MAX_REASONS = 3

/** A step of the plan with its number, which counts the steps of all roles together. */
export interface PlanStep {
  readonly number: number
  readonly action: PlannedAction
}

export const numberSteps = (actions: readonly PlannedAction[]): PlanStep[] =>
  actions.map((action, index) => ({ number: index + 1, action }))

/** Groups the steps by role. Roles are in the order of their first step. */
export function groupByRole(
  steps: readonly PlanStep[],
): { readonly role: ActionRole; readonly steps: readonly PlanStep[] }[] {
  const roles = new Set(steps.map(({ action }) => action.role))
  return [...roles].map((role) => ({
    role,
    steps: steps.filter(({ action }) => action.role === role),
  }))
}

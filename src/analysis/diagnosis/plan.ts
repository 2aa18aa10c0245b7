import { defined } from '../../model/defined.ts'
import type { ActionRole, PlannedAction } from '../../model/diagnosis.ts'
import { type PlannableStep, STEP_PHASES } from '../../model/rule.ts'
import type { Evaluation } from './evaluation.ts'

/** A verdict whose remedy goes into the plan. */
export interface PlanEntry {
  readonly evaluation: Evaluation
  readonly user?: string
  /** Variants of the findings. */
  readonly variants: ReadonlySet<string>
  /** Values for the placeholders of commands, by the name between `<` and `>`. */
  readonly parameters: Readonly<Record<string, string>>
}

interface Step {
  readonly step: PlannableStep
  readonly action: PlannedAction
}

/** The effort of asking somebody, the least first. */
const ROLES: readonly ActionRole[] = [
  'user',
  'support',
  'skype-administrator',
  'exchange-administrator',
]

export const effortOf = (role: ActionRole): number => ROLES.indexOf(role)

/**
 * One plan for all entries: each step once, in the order in which they have to be done. `isSpoolEmpty`:
 * the spool was seen empty, so nothing in it has to be saved.
 */
export function buildPlan(entries: readonly PlanEntry[], isSpoolEmpty: boolean): PlannedAction[] {
  const steps: Step[] = []
  for (const { evaluation, user, variants, parameters } of entries)
    for (const step of evaluation.rule.remedy) {
      if (step.isReference || (step.condition === 'spooled' && isSpoolEmpty)) continue
      if (step.variant !== undefined && !variants.has(step.variant)) continue
      addStep(steps, step, evaluation.rule.id, user, parameters)
    }
  return steps
    .sort(
      (left, right) => STEP_PHASES.indexOf(left.step.phase) - STEP_PHASES.indexOf(right.step.phase),
    )
    .map(({ action }) => action)
}

function addStep(
  steps: Step[],
  step: PlannableStep,
  rule: string,
  user: string | undefined,
  parameters: Readonly<Record<string, string>>,
): void {
  const commands = (step.commands ?? []).map((command) => fillIn(command, parameters))
  const action: PlannedAction = {
    role: step.role,
    do: step.do,
    commands,
    verify: fillIn(step.verify, parameters),
    for: [rule],
    ...defined({ user: commands.join() === (step.commands ?? []).join() ? undefined : user }),
  }
  // The last step of several remedies is the same: to sign out and in again.
  const same = steps.findIndex(
    (other) =>
      (step.phase === 'apply' && other.step.phase === 'apply' && other.step.role === step.role) ||
      (other.action.commands.join('\n') === commands.join('\n') &&
        (commands.length > 0 || other.action.do === action.do)),
  )
  const existing = steps[same]
  if (!existing) {
    steps.push({ step, action: withoutRepeatedCommands(action, steps) })
    return
  }
  const rules = new Set([...existing.action.for, rule])
  steps[same] = { ...existing, action: { ...existing.action, for: [...rules] } }
}

/** A command that an earlier step contains is not repeated. */
function withoutRepeatedCommands(action: PlannedAction, steps: readonly Step[]): PlannedAction {
  const known = new Set(steps.flatMap((step) => step.action.commands))
  return { ...action, commands: action.commands.filter((command) => !known.has(command)) }
}

/** Values from evidence go into commands that people run, so only harmless ones are filled in. */
const SAFE_VALUE = /^[\p{L}\p{N}@._:/ -]{1,256}$/u

function fillIn(text: string, parameters: Readonly<Record<string, string>>): string {
  return text.replace(/<([^<>]{1,60})>/g, (placeholder, name: string) => {
    const value = parameters[name]
    return value !== undefined && SAFE_VALUE.test(value) ? value : placeholder
  })
}

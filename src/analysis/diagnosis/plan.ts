import { defined } from '../../model/defined.ts'
import type { ActionRole, PlannedAction } from '../../model/diagnosis.ts'
import { type Finding, type PlannableStep, STEP_PHASES, type StepPhase } from '../../model/rule.ts'
import {
  type CaseContext,
  hasSeveralUsers,
  isHostedElsewhere,
  isSpoolEmpty,
  parametersOf,
} from './case-context.ts'
import type { Evaluation } from './evaluation.ts'

/** A verdict whose remedy goes into the plan, with the findings of one user. */
export interface PlanEntry {
  readonly evaluation: Evaluation
  readonly user?: string
  readonly findings: readonly Finding[]
  /** The phases whose steps are planned; all unless stated. */
  readonly phases?: readonly StepPhase[]
}

interface Step {
  readonly phase: StepPhase
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

/** One plan for all entries: each step once, in the order in which they have to be done. */
export function buildPlan(entries: readonly PlanEntry[], context: CaseContext): PlannedAction[] {
  const steps: Step[] = []
  for (const entry of entries)
    for (const step of entry.evaluation.rule.remedy)
      for (const planned of planStep(step, entry, context)) addStep(steps, planned)
  steps.sort((left, right) => STEP_PHASES.indexOf(left.phase) - STEP_PHASES.indexOf(right.phase))
  return withoutRepeatedCommands(steps.map(({ action }) => action))
}

/** A step of a remedy, once for each set of values that the findings give. Empty if it is left out. */
function planStep(step: PlannableStep, entry: PlanEntry, context: CaseContext): Step[] {
  const { user, evaluation, phases = STEP_PHASES } = entry
  const isLeftOut =
    step.isReference ||
    !phases.includes(step.phase) ||
    (step.condition === 'spooled' && isSpoolEmpty(context, user)) ||
    ((step.condition === 'on-premises' || step.condition === 'exchange-online') &&
      isHostedElsewhere(context, user, step.condition))
  if (isLeftOut) return []
  const findings = entry.findings.filter(
    (finding) => step.variant === undefined || finding.context?.variant === step.variant,
  )
  return distinctFindings(findings, step).map((finding) => {
    const parameters = Object.assign(parametersOf(context, user), finding.context?.parameters)
    const fill = (text: string) => fillIn(text, parameters)
    const commands = step.commands ?? []
    const filled = commands.map(fill)
    const isForUser = hasSeveralUsers(context) || filled.join() !== commands.join()
    const action: PlannedAction = {
      role: step.role,
      do: fill(textOf(step, finding, context, user)),
      commands: filled,
      verify: fill(step.verify),
      for: [evaluation.rule.id],
      ...defined({ user: isForUser ? user : undefined }),
    }
    return { phase: step.phase, action }
  })
}

/** The findings that make different steps of one. There may be a thousand stuck messages. */
function distinctFindings(findings: readonly Finding[], step: PlannableStep): Finding[] {
  const byValues = new Map<string, Finding>()
  for (const finding of findings) {
    const { subject, remedy, context } = finding
    const values = context?.parameters === undefined ? '' : JSON.stringify(context.parameters)
    const key = step.isPerFinding ? JSON.stringify([subject, remedy, values]) : values
    if (!byValues.has(key)) byValues.set(key, finding)
  }
  return [...byValues.values()]
}

function textOf(
  step: PlannableStep,
  { subject, remedy, context: { onlineRemedy } = {} }: Finding,
  context: CaseContext,
  user: string | undefined,
): string {
  if (step.isPerFinding && remedy !== undefined) {
    const isOnline = isHostedElsewhere(context, user, 'on-premises')
    return `${subject}: ${(isOnline ? onlineRemedy : undefined) ?? remedy}`
  }
  const isKnown =
    step.variant !== undefined ||
    (step.condition === 'on-premises' && isHostedElsewhere(context, user, 'exchange-online')) ||
    (step.condition === 'exchange-online' && isHostedElsewhere(context, user, 'on-premises'))
  const text = addressText(step.do)
  return isKnown || step.onlyIf === undefined ? text : `${step.onlyIf}: ${text}`
}

/** `Turn it on.` of `Ask an Exchange administrator to turn it on.`: the plan names who does it. */
const addressText = (text: string): string =>
  text.replace(/^Ask (?:an? [\w ]{1,40} administrator|the user) to (\w)/, (_, first: string) =>
    first.toUpperCase(),
  )

/** Adds a step, or merges it with the same step of another verdict. */
function addStep(steps: Step[], step: Step): void {
  const index = steps.findIndex((other) => isSameStep(step, other))
  const existing = steps[index]
  if (!existing) {
    steps.push(step)
    return
  }
  const { user, ...action } = existing.action
  const verify = existing.action.verify.includes(step.action.verify)
    ? existing.action.verify
    : `${existing.action.verify} ${step.action.verify}`
  steps[index] = {
    ...existing,
    action: {
      ...action,
      verify,
      for: [...new Set([...existing.action.for, ...step.action.for])],
      ...defined({ user: user === step.action.user ? user : undefined }),
    },
  }
}

function isSameStep(left: Step, right: Step): boolean {
  if (left.action.role !== right.action.role) return false
  // Everybody signs out and in once, after all changes.
  if (left.phase === 'apply' && right.phase === 'apply') return true
  const commands = left.action.commands.join('\n')
  return (
    commands === right.action.commands.join('\n') &&
    (commands !== '' || left.action.do === right.action.do)
  )
}

/** A command that an earlier step contains is not repeated. */
function withoutRepeatedCommands(actions: readonly PlannedAction[]): PlannedAction[] {
  const known = new Set<string>()
  return actions.map((action) => {
    const commands = action.commands.filter((command) => !known.has(command))
    for (const command of commands) known.add(command)
    return { ...action, commands }
  })
}

/**
 * Values from evidence go into commands that people run, so only harmless ones are filled in. A
 * quote, `$`, a backtick or a semicolon could end a text or begin a command.
 */
const SAFE_VALUE = /^[\p{L}\p{N}@_/][\p{L}\p{N}@._:/ -]{0,255}$/u

/** Replaces the placeholders in `text` whose values are known and harmless. */
export function fillIn(text: string, parameters: Readonly<Record<string, string>>): string {
  return text.replace(/<([^<>]{1,60})>/g, (placeholder, name: string) => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    return value !== undefined && SAFE_VALUE.test(value) ? value : placeholder
  })
}

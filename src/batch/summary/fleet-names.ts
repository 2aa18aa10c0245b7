import { defined } from '../../model/defined.ts'
import type { EvidenceGap } from '../../model/evidence-gaps.ts'
import type { Verdict } from '../../model/report.ts'
import type { Severity } from '../../model/rule.ts'

/**
 * A hostile file must not fill the memory.
 * Limit: characters of a name in a summary.
 * Beyond: the name is cut.
 */
const MAX_NAME_CHARS = 400
/**
 * A summary has to stay readable, whatever the results contain.
 * Limit: ways to get missing evidence that are listed.
 * Beyond: further ones are left out.
 */
const MAX_WAYS = 20
/**
 * A summary has to stay readable, whatever the results contain.
 * Limit: commands listed for each way.
 * Beyond: further ones are left out.
 */
const MAX_COMMANDS = 20

/**
 * Names beyond this number are counted under one common name. A summary of a million cases has to
 * fit into memory.
 * Limit: names of each kind that a summary tells apart.
 * Beyond: further ones count as one.
 */
const MAX_NAMES = 500_000
const OVERFLOW_NAME = '(other names)'

/** Gives each distinct text a number: its index in `texts`. */
export class NameTable {
  readonly texts: string[] = []
  private readonly numbers = new Map<string, number>()
  private readonly maxNames: number

  constructor(maxNames = MAX_NAMES) {
    this.maxNames = maxNames
  }

  numberFor(text: string): number {
    const truncated = truncate(text)
    const fits = this.texts.length < this.maxNames || this.numbers.has(truncated)
    const name = fits ? truncated : OVERFLOW_NAME
    const known = this.numbers.get(name)
    if (known !== undefined) return known
    this.numbers.set(name, this.texts.length)
    return this.texts.push(name) - 1
  }
}

export interface KnownRule {
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly trial: boolean
  /** Why it crashed; absent if it never did. */
  readonly crashMessage?: string
}

export interface KnownGap {
  readonly evidence: string
  readonly rules: Set<string>
  readonly ways: Map<string, Set<string>>
}

/**
 * All names in the results of a fleet. If lines disagree about a rule, the result does not depend
 * on their order.
 */
export class FleetNames {
  readonly ruleSets = new NameTable()
  readonly users = new NameTable()
  readonly builds = new NameTable()
  readonly channels = new NameTable()
  readonly servers = new NameTable()
  readonly mailboxes = new NameTable()
  readonly rules: KnownRule[] = []
  readonly gaps: KnownGap[] = []
  /** By number of the rule. */
  private readonly diagnosedTitles = new Map<number, string>()
  private readonly ruleIds = new NameTable()
  private readonly evidence = new NameTable()

  readonly truncate = (text: string): string => truncate(text)

  /**
   * Returns the number of a rule that a diagnosis names. `title` is used when no report has a
   * verdict of it, and the id where there is no title.
   */
  addRuleOf(rule: string, title: string | undefined): number {
    const number = this.ruleIds.numberFor(rule)
    const smallest = smallerText(this.diagnosedTitles.get(number), title)
    if (smallest !== undefined) this.diagnosedTitles.set(number, smallest)
    return number
  }

  /** Returns what is known about a rule, from verdicts or else from diagnoses. */
  ruleAt(number: number): KnownRule {
    const rule = this.ruleIds.texts[number] ?? ''
    const title = this.diagnosedTitles.get(number) || rule
    return this.rules[number] ?? { rule, title: truncate(title), severity: 'error', trial: false }
  }

  /** Returns the number of the rule. */
  addRule({ rule, title, severity, trial, status, message }: Verdict): number {
    const number = this.ruleIds.numberFor(rule)
    const known = this.rules[number]
    const crashMessage = smallerText(
      known?.crashMessage,
      status === 'crashed' ? truncate(message) : undefined,
    )
    const isKnownWorse =
      known &&
      SEVERITIES_WORST_FIRST.indexOf(known.severity) <= SEVERITIES_WORST_FIRST.indexOf(severity)
    this.rules[number] = {
      rule: this.ruleIds.texts[number] ?? rule,
      title: known && known.title <= title ? known.title : truncate(title),
      severity: isKnownWorse ? known.severity : severity,
      trial: trial || known?.trial === true,
      ...defined({ crashMessage }),
    }
    return number
  }

  /** Returns the number of the gap. */
  addGap({ evidence, rules, instructions }: EvidenceGap): number {
    const number = this.evidence.numberFor(evidence)
    const gap = this.gaps[number] ?? {
      evidence: this.evidence.texts[number] ?? evidence,
      rules: new Set<string>(),
      ways: new Map<string, Set<string>>(),
    }
    this.gaps[number] = gap
    for (const rule of rules) gap.rules.add(truncate(rule))
    for (const [instruction, commands] of instructions) {
      const way = truncate(instruction)
      const knownCommands = gap.ways.get(way) ?? new Set()
      for (const command of commands) knownCommands.add(command)
      keepSmallest(knownCommands, MAX_COMMANDS)
      gap.ways.set(way, knownCommands)
      keepSmallest(gap.ways, MAX_WAYS)
    }
    keepSmallest(gap.rules, MAX_COMMANDS * 5)
    return number
  }
}

const SEVERITIES_WORST_FIRST: readonly Severity[] = ['error', 'warning', 'info']

const truncate = (text: string): string =>
  text.length > MAX_NAME_CHARS ? `${text.slice(0, MAX_NAME_CHARS - 1)}…` : text

const smallerText = (left: string | undefined, right: string | undefined): string | undefined =>
  left === undefined || (right !== undefined && right < left) ? right : left

/** Drops the keys that sort last, so that the result does not depend on the order of insertion. */
function keepSmallest(entries: Set<string> | Map<string, unknown>, maxEntries: number): void {
  while (entries.size > maxEntries)
    entries.delete([...entries.keys()].reduce((last, key) => (key > last ? key : last)))
}

import { defined } from '../../model/defined.ts'
import type { EvidenceGap } from '../../model/evidence-gaps.ts'
import type { Verdict } from '../../model/report.ts'
import type { Severity } from '../../model/rule.ts'

/** Longer names are cut: no report of ours has them, and a strange one must not fill the memory. */
const MAX_NAME_CHARS = 400
const MAX_WAYS = 20
const MAX_COMMANDS = 20

/** So many different ones are told apart, those that come later are one. */
const MAX_NAMES = 500_000
const OVERFLOW_NAME = '(more than can be told apart)'

/** Different texts, each known by a number. */
export class NameTable {
  readonly texts: string[] = []
  private readonly numbers = new Map<string, number>()
  private readonly maxNames: number

  constructor(most = MAX_NAMES) {
    this.maxNames = most
  }

  numberFor(text: string): number {
    const name =
      this.texts.length < this.maxNames || this.numbers.has(truncate(text))
        ? truncate(text)
        : OVERFLOW_NAME
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
  /** How it crashed, where it did. */
  readonly crashMessage?: string
}

export interface KnownGap {
  readonly evidence: string
  readonly rules: Set<string>
  readonly ways: Map<string, Set<string>>
}

/**
 * All names of a fleet. What several lines say differently is settled so that their order does not
 * matter.
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
  private readonly ruleIds = new NameTable()
  private readonly evidence = new NameTable()

  readonly truncate = (text: string): string => truncate(text)

  addRule({ rule, title, severity, trial, status, message }: Verdict): number {
    const number = this.ruleIds.numberFor(rule)
    const known = this.rules[number]
    const crash = smallerText(
      known?.crashMessage,
      status === 'crashed' ? truncate(message) : undefined,
    )
    this.rules[number] = {
      rule: this.ruleIds.texts[number] ?? rule,
      title: known && known.title <= title ? known.title : truncate(title),
      severity:
        known &&
        SEVERITIES_WORST_FIRST.indexOf(known.severity) <= SEVERITIES_WORST_FIRST.indexOf(severity)
          ? known.severity
          : severity,
      trial: trial || known?.trial === true,
      ...defined({ crashMessage: crash }),
    }
    return number
  }

  addGap({ evidence, rules, instructions: hows }: EvidenceGap): number {
    const number = this.evidence.numberFor(evidence)
    const noted = this.gaps[number] ?? {
      evidence: this.evidence.texts[number] ?? evidence,
      rules: new Set<string>(),
      ways: new Map<string, Set<string>>(),
    }
    this.gaps[number] = noted
    for (const rule of rules) noted.rules.add(truncate(rule))
    for (const [how, commands] of hows) {
      const way = truncate(how)
      const known = noted.ways.get(way) ?? new Set()
      for (const command of commands) known.add(command)
      keepSmallest(known, MAX_COMMANDS)
      noted.ways.set(way, known)
      keepSmallest(noted.ways, MAX_WAYS)
    }
    keepSmallest(noted.rules, MAX_COMMANDS * 5)
    return number
  }
}

const SEVERITIES_WORST_FIRST: readonly Severity[] = ['error', 'warning', 'info']

const truncate = (text: string): string =>
  text.length > MAX_NAME_CHARS ? `${text.slice(0, MAX_NAME_CHARS - 1)}…` : text

const smallerText = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && other < one) ? other : one

/** Drops the last by their text: what is left is the same in whatever order they came. */
function keepSmallest(of: Set<string> | Map<string, unknown>, most: number): void {
  while (of.size > most) of.delete([...of.keys()].reduce((last, key) => (key > last ? key : last)))
}

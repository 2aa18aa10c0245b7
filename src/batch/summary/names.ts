import { defined } from '../../model/defined.ts'
import type { Verdict } from '../../model/report.ts'
import type { Severity } from '../../model/rule.ts'
import type { Gap } from '../../reports/gaps.ts'

/** Longer names are cut: no report of ours has them, and a strange one must not fill the memory. */
const LONGEST = 400
const MOST_WAYS = 20
const MOST_COMMANDS = 20

/** So many different ones are told apart, those that come later are one. */
const MOST_NAMES = 500_000
const TOO_MANY = '(more than can be told apart)'

/** Different texts, each known by a number. */
export class NameTable {
  readonly texts: string[] = []
  private readonly numbers = new Map<string, number>()
  private readonly most: number

  constructor(most = MOST_NAMES) {
    this.most = most
  }

  of(text: string): number {
    const name = this.texts.length < this.most || this.numbers.has(cut(text)) ? cut(text) : TOO_MANY
    const known = this.numbers.get(name)
    if (known !== undefined) return known
    this.numbers.set(name, this.texts.length)
    return this.texts.push(name) - 1
  }
}

export interface RuleNoted {
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly trial: boolean
  /** How it crashed, where it did. */
  readonly crash?: string
}

export interface GapNoted {
  readonly evidence: string
  readonly rules: Set<string>
  readonly ways: Map<string, Set<string>>
}

/**
 * All names of a fleet. What several lines say differently is settled so that their order does not
 * matter.
 */
export class Names {
  readonly ruleSets = new NameTable()
  readonly users = new NameTable()
  readonly builds = new NameTable()
  readonly channels = new NameTable()
  readonly servers = new NameTable()
  readonly mailboxes = new NameTable()
  readonly rules: RuleNoted[] = []
  readonly gaps: GapNoted[] = []
  private readonly ruleIds = new NameTable()
  private readonly evidence = new NameTable()

  readonly cut = (text: string): string => cut(text)

  rule({ rule, title, severity, trial, status, message }: Verdict): number {
    const number = this.ruleIds.of(rule)
    const known = this.rules[number]
    const crash = lesser(known?.crash, status === 'crashed' ? cut(message) : undefined)
    this.rules[number] = {
      rule: this.ruleIds.texts[number] ?? rule,
      title: known && known.title <= title ? known.title : cut(title),
      severity:
        known && WORSE.indexOf(known.severity) <= WORSE.indexOf(severity)
          ? known.severity
          : severity,
      trial: trial || known?.trial === true,
      ...defined({ crash }),
    }
    return number
  }

  gap({ evidence, rules, hows }: Gap): number {
    const number = this.evidence.of(evidence)
    const noted = this.gaps[number] ?? {
      evidence: this.evidence.texts[number] ?? evidence,
      rules: new Set<string>(),
      ways: new Map<string, Set<string>>(),
    }
    this.gaps[number] = noted
    for (const rule of rules) noted.rules.add(cut(rule))
    for (const [how, commands] of hows) {
      const way = cut(how)
      const known = noted.ways.get(way) ?? new Set()
      for (const command of commands) known.add(command)
      keepLeast(known, MOST_COMMANDS)
      noted.ways.set(way, known)
      keepLeast(noted.ways, MOST_WAYS)
    }
    keepLeast(noted.rules, MOST_COMMANDS * 5)
    return number
  }
}

const WORSE: readonly Severity[] = ['error', 'warning', 'info']

const cut = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text

const lesser = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && other < one) ? other : one

/** Drops the last by their text: what is left is the same in whatever order they came. */
function keepLeast(of: Set<string> | Map<string, unknown>, most: number): void {
  while (of.size > most) of.delete([...of.keys()].reduce((last, key) => (key > last ? key : last)))
}

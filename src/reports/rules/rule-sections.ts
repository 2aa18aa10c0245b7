import { formatRemedyStep, type Reference, type RemedyStep, type Rule } from '../../model/rule.ts'
import { formatThreshold, type Threshold } from '../../model/threshold.ts'

/** The documentation of a rule as plain data, for the terminal and for Markdown alike. */
export interface RuleSection {
  readonly title: string
  readonly parts: readonly RulePart[]
}

export type RulePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'thresholds'; readonly thresholds: readonly ThresholdText[] }
  | { readonly kind: 'remedy'; readonly steps: readonly RemedyStep[] }
  | { readonly kind: 'references'; readonly references: readonly Reference[] }

export interface ThresholdText {
  readonly name: string
  /** Value with its unit: `2 min`. */
  readonly value: string
  readonly why: string
  /** Where the value comes from. */
  readonly origin: string
  /** The option that sets the threshold to the value it has: `--set rule.name=2m`. */
  readonly option: string
}

const ORIGIN_LABELS: Readonly<Record<Threshold['origin'], string>> = {
  documented: 'documented by Microsoft',
  seen: 'found in public material',
  inferred: 'our own estimate',
}

export const EXPERIMENTAL_RULE = 'based on facts that are inferred, not documented'

/** Returns the sections that have content, in reading order. */
export function ruleSections(rule: Rule): RuleSection[] {
  const evidence = Object.values(rule.evidence).map(({ name }) => name)
  const sections: RuleSection[] = [
    { title: 'Why it matters', parts: [{ kind: 'text', text: rule.why }] },
    {
      title: 'What it looks at',
      parts: [
        { kind: 'text', text: rule.looksAt },
        { kind: 'text', text: `Evidence: ${evidence.join(', ')}.` },
      ],
    },
    { title: 'Thresholds', parts: [thresholdsPart(rule)] },
  ]
  if (rule.falsePositives.length > 0)
    sections.push({
      title: 'When it may be wrong',
      parts: [{ kind: 'list', items: rule.falsePositives }],
    })
  sections.push({
    title: 'What to do',
    parts: [{ kind: 'remedy', steps: rule.remedy.map(formatRemedyStep) }],
  })
  if (rule.references.length > 0)
    sections.push({
      title: 'References',
      parts: [{ kind: 'references', references: rule.references }],
    })
  return sections
}

function thresholdsPart({ id, thresholds }: Rule): RulePart {
  const texts = Object.entries(thresholds).map(([name, threshold]) => ({
    name,
    value: formatThreshold(threshold),
    why: threshold.why,
    origin: ORIGIN_LABELS[threshold.origin],
    option: `--set ${id}.${name}=${optionValue(threshold)}`,
  }))
  return texts.length === 0
    ? { kind: 'text', text: 'None.' }
    : { kind: 'thresholds', thresholds: texts }
}

const DURATION_UNITS = [
  { unit: 'd', milliseconds: 86_400_000 },
  { unit: 'h', milliseconds: 3_600_000 },
  { unit: 'm', milliseconds: 60_000 },
  { unit: 's', milliseconds: 1000 },
  { unit: 'ms', milliseconds: 1 },
]

/** The value as `--set` accepts it, with no space between number and unit: `2m`. */
function optionValue(threshold: Threshold): string {
  if (threshold.unit === 'bytes') return String(threshold.value)
  if (threshold.unit !== 'duration') return formatThreshold(threshold).replace(' ', '')
  const { value } = threshold
  const largest = DURATION_UNITS.find(
    ({ milliseconds }) => value >= milliseconds && value % milliseconds === 0,
  )
  return largest ? `${value / largest.milliseconds}${largest.unit}` : `${value}ms`
}

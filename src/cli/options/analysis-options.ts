import { resolve } from 'node:path'
import { parseIsoTime, parseUtcOffset } from '../../model/moment.ts'
import { parseCodePageName } from '../../model/text/code-page.ts'
import { UsageError } from '../../model/usage-error.ts'
import { DEFAULT_VERDICT_OPTIONS } from '../../model/verdict-options.ts'
import { choiceOption, inGroup, listOption, valueOption } from './define-option.ts'
import { failOnOption } from './general-options.ts'

const TIME = 'a time with its zone, such as 2016-06-14T12:00Z or 2016-06-14T14:00+02:00'

/** Moment to analyze at: milliseconds UTC, or `now` for the clock of this machine. */
const asOfOption = valueOption({
  placeholder: 'time|now',
  help: 'Analyze as of this moment, such as 2016-06-14T12:00Z',
  parse: (text) => (text.toLowerCase() === 'now' ? 'now' : parseIsoTime(text)),
  expects: `${TIME}, or now`,
  defaultText: 'the collection time',
  affectsVerdicts: true,
})

/** The same for many bundles: `now` would be another moment for each of them. */
const fixedAsOfOption = valueOption({
  placeholder: 'time',
  help: asOfOption.help,
  parse(text, option) {
    if (text.toLowerCase() !== 'now') return parseIsoTime(text)
    throw new UsageError(
      `${option} now would differ between bundles and for --resume: ` +
        `give it as a time, such as ${option} 2016-06-14T12:00Z.`,
    )
  },
  expects: TIME,
  defaultText: 'the collection time',
  affectsVerdicts: true,
})

/** Moment of the incident, milliseconds UTC. */
const incidentOption = valueOption({
  placeholder: 'time',
  help: 'Time of the incident: reports whether the logs cover it',
  parse: parseIsoTime,
  expects: TIME,
  affectsVerdicts: true,
})

/** Minutes east of UTC. */
export const utcOffsetOption = (help: string, defaultText: string) =>
  valueOption({
    placeholder: '±hh:mm',
    help,
    parse: parseUtcOffset,
    expects: 'hours and minutes from UTC, such as +02:00 or -05:00',
    defaultText,
    affectsVerdicts: true,
  })

/** A path as it was given; absolute for workers, which run in other folders. */
const filesOption = (help: string) =>
  listOption({
    placeholder: 'file|folder',
    completes: 'path',
    help: `${help}; repeat for several`,
    parse: (path) => [path],
    toPortable: (paths) => paths.map((path) => resolve(path)),
    affectsVerdicts: true,
    config: 'list',
  })

/** Options that make text and binary traces readable. */
export const decodingOptions = inGroup('Reading', {
  'code-page': valueOption({
    placeholder: 'name',
    help: 'Code page of text that is not Unicode, such as 850 or 932',
    parse: parseCodePageName,
    expects: 'a code page such as 850, 932 or windows-1250',
    default: DEFAULT_VERDICT_OPTIONS['code-page'],
    defaultText: DEFAULT_VERDICT_OPTIONS['code-page'],
    affectsVerdicts: true,
    config: 'value',
  }),
  tmf: filesOption('Trace message format files that decode a binary trace (.etl)'),
  manifest: filesOption('Manifests (.man) that decode a binary trace'),
})

const readingOptions = inGroup('Reading', {
  'utc-offset': {
    ...utcOffsetOption('Time zone of logs that print local time', 'detected where possible'),
    config: 'value',
  },
  'date-order': choiceOption({
    choices: ['mdy', 'dmy', 'ymd'],
    help: 'Date order to assume when ambiguous',
    affectsVerdicts: true,
    config: 'value',
  }),
  ...decodingOptions,
})

const ruleOptions = inGroup('Rules', {
  'fail-on': failOnOption,
  rule: listOption({
    placeholder: 'id',
    completes: 'rules',
    help: 'Only these rules; repeat, or separate by commas',
    parse: async (text, option) => (await import('./rule-values.ts')).parseRuleIds(text, option),
    affectsVerdicts: true,
  }),
  'skip-rule': listOption({
    placeholder: 'id',
    completes: 'rules',
    help: 'All rules except these; repeat, or separate by commas',
    parse: async (text, option) => (await import('./rule-values.ts')).parseRuleIds(text, option),
    affectsVerdicts: true,
    config: 'list',
  }),
  set: listOption({
    placeholder: 'rule.limit=value',
    completes: 'thresholds',
    help: 'Another value for a threshold; repeat for several',
    parse: async (text, option) => [
      (await import('./rule-values.ts')).parseThresholdSetting(text, option),
    ],
    affectsVerdicts: true,
    config: { joinedBy: ['.', '='], example: 'set: { spool-message-stuck: { stuckAfter: 5m } }' },
  }),
  severity: listOption({
    placeholder: 'rule=severity',
    completes: 'severities',
    help: 'Another severity for a rule: error, warning or info; repeat for several',
    parse: async (text, option) => [
      (await import('./rule-values.ts')).parseSeveritySetting(text, option),
    ],
    affectsVerdicts: true,
    config: { joinedBy: ['='], example: 'severity: { clock-skew: warning }' },
  }),
})

/** Options of every command that analyzes. */
export const analysisOptions = { ...readingOptions, ...ruleOptions } as const

/** The moments of a case. */
export const caseTimeOptions = inGroup('Case', { 'as-of': asOfOption, incident: incidentOption })

/** The same for many bundles. */
export const batchTimeOptions = inGroup('Case', {
  'as-of': fixedAsOfOption,
  incident: incidentOption,
})

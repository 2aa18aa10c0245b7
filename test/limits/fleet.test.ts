import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { buildsByChannel } from '../../src/batch/summary/builds-by-channel.ts'
import { causeTrend } from '../../src/batch/summary/cause-trend.ts'
import { fleetCases } from '../../src/batch/summary/fleet-cases.ts'
import { FleetCollector } from '../../src/batch/summary/fleet-collector.ts'
import { FleetNames, NameTable } from '../../src/batch/summary/fleet-names.ts'
import { readLines } from '../../src/batch/summary/read-lines.ts'
import { ReasonCounts } from '../../src/batch/summary/reason-counts.ts'
import { ValueCounts } from '../../src/batch/summary/value-counts.ts'
import type { LocalFiles } from '../../src/collect/local-files.ts'
import { type Survey, surveyFolder } from '../../src/collect/survey-folder.ts'
import type { EntryKind } from '../../src/inputs/folders/list-folder.ts'
import type { BatchLine } from '../../src/model/batch-line.ts'
import { ProgramSigns } from '../../src/model/logs/log-program.ts'
import { facts, flaggedVerdict, judgedBatchLine } from '../support/batch-lines.ts'
import { summarizeLines } from '../support/fleet.ts'
import { keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const times = <T>(count: number, create: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => create(at))
/** A text of letters only: numbers in reasons do not count. */
const word = (at: number): string =>
  `w${[...String(at)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`

keepsTest('batch/summary/fleet-names.ts MAX_NAMES', (count) => {
  const names = new NameTable()
  for (let at = 0; at < count; at += 1) names.numberFor(`user-${at}`)
  const others = names.texts.filter((text) => text === '(other names)').length
  return { kept: names.texts.length - others, left: others }
})

keepsTest('batch/summary/fleet-names.ts MAX_NAME_CHARS', (length) => {
  const names = new NameTable()
  names.numberFor('x'.repeat(length))
  return names.texts[0]?.length ?? 0
})

keepsTest('batch/summary/fleet-names.ts MAX_WAYS', (count) => {
  const names = new FleetNames()
  const instructions = new Map(times(count, (at) => [`way ${at}`, []] as const))
  names.addGap({ evidence: 'x', rules: [], instructions } as never)
  return names.gaps[0]?.ways.size ?? 0
})

keepsTest('batch/summary/fleet-names.ts MAX_COMMANDS', (count) => {
  const names = new FleetNames()
  const commands = times(count, (at) => `Get-${at}`)
  names.addGap({ evidence: 'x', rules: [], instructions: new Map([['way', commands]]) } as never)
  return names.gaps[0]?.ways.get('way')?.size ?? 0
})

keepsTest('batch/summary/reason-counts.ts MAX_REASONS', (count) => {
  const reasons = new ReasonCounts()
  for (let at = 0; at < count; at += 1) reasons.add('PC-1', `it ${word(at)}`)
  return reasons.listed().listed.length
})

keepsTest('batch/summary/value-counts.ts MAX_VALUES', (count) => {
  const names = new NameTable()
  const numbers = times(count, (at) => names.numberFor(`value-${at}`))
  const values = new ValueCounts(names)
  for (const number of numbers) values.add([number], true)
  return values.count().listed.length
})

keepsTest('batch/summary/fleet-collector.ts MAX_LISTED_DAMAGE', (count) => {
  const fleet = new FleetCollector()
  for (let at = 0; at < count; at += 1) fleet.addDamage(`a.ndjson:${at}`, 'cut off')
  const { damage, damaged } = fleet.lineCounts()
  return { kept: damage.length, left: damaged - damage.length }
})

const flaggedCase = (at: number, rules: readonly string[]) =>
  judgedBatchLine(`PC-${at}`, { verdicts: rules.map((rule) => flaggedVerdict(rule, 1)) })

keepsTest('batch/summary/cause-counts.ts MAX_RULES', (count) => {
  const lines = times(count, (at) => flaggedCase(at, [`rule-${at}`]))
  return summarizeLines(lines).causes.listed.length
})

keepsTest('batch/summary/cause-counts.ts MAX_COMBINATIONS', (count) => {
  const lines = times(count, (at) => flaggedCase(at, ['common', `rule-${at}`]))
  return summarizeLines(lines).combinations.listed.length
})

keepsTest('batch/summary/compact-case.ts MAX_ENTRIES', (count) => {
  const rules = times(count, (at) => `rule-${at}`)
  return summarizeLines([flaggedCase(0, rules)]).causes.listed.length
})

function collect(lines: readonly BatchLine[]): FleetCollector {
  const fleet = new FleetCollector()
  for (const line of lines) fleet.add(line)
  return fleet
}

const day = (at: number) => ({
  asOf: { time: new Date(Date.UTC(2016, 5, 14) + at * 86_400_000).toISOString(), from: 'x' },
})

keepsTest('batch/summary/cause-trend.ts MAX_CAUSES', (count) => {
  const rules = times(count, (at) => flaggedVerdict(`rule-${at}`, 1))
  const { causes, omittedCauses } = causeTrend(
    collect([judgedBatchLine('PC-1', { verdicts: rules, ...day(0) })]),
  )
  return { kept: causes.length, left: omittedCauses }
})

limitTest('batch/summary/cause-trend.ts MAX_PERIODS', {
  at: (value) => expect(trendOf(value)).toEqual({ unit: 'day', periods: value }),
  beyond: (value) => expect(trendOf(value + 1).unit).not.toBe('day'),
})

function trendOf(days: number) {
  const lines = times(days, (at) => judgedBatchLine(`PC-${at}`, day(at)))
  const { unit, starts } = causeTrend(collect(lines))
  return { unit, periods: starts.length }
}

keepsTest('batch/summary/fleet-cases.ts MAX_ROWS', (count) => {
  const fleet = collect(times(count, (at) => judgedBatchLine(`PC-${at}`)))
  const { listed, others } = fleetCases(fleet)
  return { kept: listed.length, left: others }
})

keepsTest('batch/summary/builds-by-channel.ts MAX_BUILDS', (count) => {
  const lines = times(count, (at) =>
    judgedBatchLine(`PC-${at}`, {
      facts: facts({ clientBuild: `16.0.${7000 + at}.1000`, updateChannel: 'Monthly' }),
    }),
  )
  return buildsByChannel(collect(lines))[0]?.builds.listed.length ?? 0
})

limitTest('batch/summary/read-lines.ts MAX_LINE_BYTES', {
  at: (value) => expect(isLineRead(value - 1)).toBe(true),
  beyond: (value) => expect(isLineRead(value + 1)).toBe(false),
})

function isLineRead(bytes: number): boolean {
  const path = join(temporaryFolder('lines'), 'results.ndjson')
  writeFileSync(path, Buffer.alloc(bytes, 'x'))
  const [line] = [...readLines(path)]
  rmSync(path)
  return line !== undefined && 'text' in line
}

keepsTest('model/logs/log-program.ts MAX_NAMES', (count) => {
  const signs = new ProgramSigns()
  for (let at = 0; at < count; at += 1) signs.addName('component', `Other${word(at)}`)
  return (signs as unknown as { otherNames: Set<string> }).otherNames.size
})

/** A Lync folder with these entries, without a disk: a path has children, or is a file. */
function survey(children: (path: string) => Iterable<readonly [string, EntryKind]>): Survey {
  const stats = (kind: EntryKind) =>
    ({
      isSymbolicLink: () => kind === 'link',
      isFile: () => kind === 'file',
      isDirectory: () => kind === 'folder',
      birthtimeMs: 0,
      mtimeMs: 0,
      size: 1,
    }) as never
  const kinds = new Map<string, EntryKind>()
  const files: Partial<LocalFiles> = {
    *list(folder) {
      for (const [name, kind] of children(String(folder))) {
        kinds.set(`${folder}/${name}`, kind)
        yield { name, kind }
      }
    },
    stat: (path) => stats(kinds.get(String(path)) ?? 'file'),
  }
  return surveyFolder('/Lync', 'Lync', files as LocalFiles)
}

function* numbered(count: number, kind: EntryKind, prefix = '') {
  for (let at = 0; at < count; at += 1) yield [`${prefix}${at}`, kind] as const
}

keepsTest('collect/survey-folder.ts logs', (count) => {
  const { logs, unread } = survey((path) =>
    path === '/Lync' ? [['Tracing', 'folder']] : numbered(count, 'file'),
  )
  return { kept: logs.length, left: unread.length }
})

keepsTest('collect/survey-folder.ts spooled', (count) => {
  const { spooled, unread } = survey((path) =>
    path === '/Lync' ? [['History Spooler', 'folder']] : numbered(count, 'file'),
  )
  return { kept: spooled.length, left: unread.length }
})

keepsTest('collect/survey-folder.ts users', (count) => {
  const { userFolders, unread } = survey((path) =>
    path === '/Lync' ? numbered(count, 'folder', 'sip_') : [],
  )
  return { kept: userFolders.length, left: unread.length }
})

keepsTest('collect/survey-folder.ts depth', (count) => {
  const { logs, unread } = survey((path) => {
    if (path === '/Lync') return [['Tracing', 'folder']]
    const depth = path.split('/').length - '/Lync/Tracing'.split('/').length
    return depth < count ? [['d', 'folder']] : [['a.log', 'file']]
  })
  return { kept: logs.length === 1 ? count : count - 1, left: unread.length }
})

limitTest('collect/survey-folder.ts unread', {
  at: (value) => expect(skippedReasons(value)).toEqual({ listed: value, more: 0 }),
  beyond: (value) => expect(skippedReasons(value + 1)).toEqual({ listed: value, more: 1 }),
})

function skippedReasons(count: number) {
  const { unread } = survey((path) =>
    path === '/Lync' ? [['Tracing', 'folder']] : numbered(count, 'link'),
  )
  const more = unread.filter(({ reason }) => reason.endsWith('more things, not listed')).length
  return { listed: unread.length - more, more }
}

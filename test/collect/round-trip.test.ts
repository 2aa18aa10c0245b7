import { readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createTick } from '../../src/analysis/analysis-settings.ts'
import { analyzeCase } from '../../src/analysis/analyze-case.ts'
import { DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import type { FoundInput } from '../../src/inputs/find-files.ts'
import { findInputs } from '../../src/inputs/find-inputs.ts'
import { machineInputs } from '../../src/inputs/machine/machine-facts.ts'
import { defined, present } from '../../src/model/defined.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { rules } from '../../src/rules/index.ts'
import { collectFolder } from '../support/collect.ts'
import {
  layOutProfile,
  type MachineProfile,
  writeAsPowershell,
  writeAsScript,
} from '../support/machine-profile.ts'

const TIME_ZONE = { name: 'UTC', utcOffsetMinutes: 0 }

const find = (...paths: readonly string[]) => findInputs(paths, { limits: DEFAULT_ARCHIVE_LIMITS })

const analyze = (
  found: readonly FoundInput[],
  givenObservations: readonly Observation[] = [],
): Promise<CaseReport> =>
  analyzeCase({
    id: 'case',
    found,
    rules,
    thresholds: new Map(),
    givenObservations,
    codePage: 'windows-1252',
    stdin: Readable.from([]),
  })

/** What analyzing the machine itself says at the moment of the collection. */
async function analyzeMachine(profile: MachineProfile): Promise<CaseReport> {
  const { lync, registry, configuration, now, machine } = profile
  const facts = { machine, timeZone: TIME_ZONE, unread: [], ...defined({ registry }) }
  const found = [
    ...(await find(lync)),
    ...(configuration === undefined ? [] : await find(configuration)),
    ...machineInputs(facts, now),
  ]
  return analyze(found, [createTick(now, 'the clock of this machine')])
}

async function collect(profile: MachineProfile, withMessages = false): Promise<string> {
  const { lync, registry, configuration, now, machine } = profile
  const information = configuration === undefined ? undefined : readFileSync(configuration)
  const { path } = await collectFolder(lync, {
    machine,
    now: () => now,
    withMessages,
    texts: present([
      registry && { name: 'registry.txt', content: registry },
      information && { name: 'configuration-information.txt', content: information },
    ]),
  })
  return path
}

/** Verdicts and diagnosis in words, without the places where evidence was read. */
function conclusions({ verdicts, diagnosis, asOf }: CaseReport): string {
  const text = JSON.stringify(
    { time: asOf?.time, verdicts, diagnosis },
    (key, value: unknown) => (key === 'sources' || key === 'source' ? undefined : value),
    1,
  )
  // What differs: the paths of files, their number, and the source of the time.
  return text
    .replace(/"\d+ inputs could be read/, '"All inputs could be read')
    .replaceAll(/the clock of this machine|the folder listing/g, 'the collection manifest')
    .replaceAll(/"[^"]*[\\/](?=Tracing[\\/])/g, '"')
    .replaceAll(/"(?:[^"]*[\\/])?(sip_[^"]*History Spooler)/g, '"$1')
}

describe.each(readdirSync(join('samples', 'whole')))('the machine %s', (name) => {
  it('gets the same verdicts and diagnosis from its bundle as on the machine', async () => {
    const profile = layOutProfile(name)
    const machine = await analyzeMachine(profile)
    const bundle = await analyze(await find(await collect(profile)))
    expect(bundle.asOf).toEqual({
      time: new Date(profile.now).toISOString(),
      from: 'the collection manifest',
    })
    expect(conclusions(bundle)).toBe(conclusions(machine))
    const withMessages = await analyze(await find(await collect(profile, true)))
    expect(conclusions(withMessages)).toBe(conclusions(bundle))
  })

  it('gets them from what collect.cmd writes, too', async () => {
    const profile = layOutProfile(name)
    const machine = await analyzeMachine(profile)
    const collected = await analyze(await find(writeAsScript(profile)))
    expect(collected.asOf?.time).toBe(new Date(profile.now).toISOString())
    // Without a spool, its listing is only the time.
    const unread = collected.inputs.filter(({ status }) => status !== 'read')
    expect(unread.map(({ path }) => path)).toEqual(
      machine.facts.spoolItems === undefined ? ['spool.txt'] : [],
    )
    expect(conclusions(collected)).toBe(conclusions(machine))
  })

  it('gets them from what collect.ps1 writes, too', async () => {
    const profile = layOutProfile(name)
    const machine = await analyzeMachine(profile)
    const collected = await analyze(await find(writeAsPowershell(profile)))
    expect(collected.asOf?.time).toBe(new Date(profile.now).toISOString())
    expect(collected.inputs.filter(({ status }) => status !== 'read')).toEqual([])
    expect(conclusions(collected)).toBe(conclusions(machine))
  })
})

it('says of a machine and of its bundle what is stuck there', async () => {
  const profile = layOutProfile('stuck-on-premises')
  for (const report of [
    await analyzeMachine(profile),
    await analyze(await find(await collect(profile))),
  ]) {
    const flagged = report.verdicts.filter(({ status }) => status === 'flagged')
    expect(flagged.map(({ rule }) => rule)).toContain('spool-message-stuck')
    expect(report.facts.clientBuild?.value).toBe('16.0.6741.2056')
    expect(report.facts.spoolItems?.value).toBe(5)
  }
})

it('says of a machine and of its bundle that a log could not be read', async () => {
  const profile = layOutProfile('healthy')
  symlinkSync('/nowhere/else.log', join(profile.lync, 'Tracing', 'Lync-UccApi-1.UccApilog'))
  for (const report of [
    await analyzeMachine(profile),
    await analyze(await find(await collect(profile))),
  ]) {
    const verdict = report.verdicts.find(({ rule }) => rule === 'input-mostly-unreadable')
    expect(verdict?.status).toBe('flagged')
    expect(verdict?.findings).toHaveLength(1)
    expect(JSON.stringify(verdict?.findings)).toContain('Tracing/Lync-UccApi-1.UccApilog')
  }
})

it('analyzes a bundle as of the second look at the spool', async () => {
  const profile = layOutProfile('stuck-on-premises')
  const { lync, machine } = profile
  let { now } = profile
  const { path } = await collectFolder(lync, {
    machine,
    now: () => now,
    async waitForSecondLook() {
      now += 300_000
      const item = join(lync, 'sip_kim@contoso.example', 'History Spooler', '00000006.hist')
      writeFileSync(item, 'another')
      utimesSync(item, new Date(now - 60_000), new Date(now - 60_000))
      return true
    },
  })
  const report = await analyze(await find(path))
  expect(report.asOf?.time).toBe(new Date(profile.now + 300_000).toISOString())
  expect(report.facts.spoolItems?.value).toBe(6)
  expect(report.headline).not.toContain('does not fit')
})

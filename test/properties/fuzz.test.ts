import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Fuzzer } from '../fuzz/fuzzer.ts'
import { RandomChoices } from '../fuzz/random-choices.ts'
import type { FuzzTarget } from '../fuzz/target.ts'
import { fuzzTargets } from '../fuzz/targets/index.ts'
import { filesBelow } from '../support/samples.ts'

/** Inputs of each target, half of them samples. `npm run fuzz` makes as many as there is time for. */
const EXECUTIONS = Number(process.env.SPOOLSCOPE_FUZZ_EXECUTIONS ?? 24)
const SEED = Number(process.env.SPOOLSCOPE_FUZZ_SEED ?? 2016)
const BATCH = 6

/** Inputs that once broke a promise. */
const hostileSamples = ({ name }: FuzzTarget): string[] => {
  const folder = join('samples', 'hostile', name.replaceAll(':', '-'))
  return existsSync(folder) ? filesBelow(folder) : []
}

describe.each(fuzzTargets.map((target) => [target.name, target] as const))('%s', (_, target) => {
  it('keeps its promises for the same inputs in every run', async () => {
    const fuzzer = new Fuzzer(target, new RandomChoices(SEED))
    fuzzer.limitSeeds(EXECUTIONS / 2)
    while (fuzzer.executions < EXECUTIONS) {
      const { failures } = await fuzzer.executeSome(BATCH)
      expect(failures.map(({ message }) => message)).toEqual([])
    }
  })

  it.each(hostileSamples(target))('keeps its promises for %s', async (path) => {
    const failure = await new Fuzzer(target, new RandomChoices(SEED)).run(readFileSync(path))
    expect(failure?.message).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { toFailure } from './failure.ts'
import { Fuzzer } from './fuzzer.ts'
import { byteMutators } from './mutators/bytes.ts'
import { jsonMutators } from './mutators/json.ts'
import { textMutators } from './mutators/text.ts'
import { RandomChoices } from './random-choices.ts'
import { shrink } from './shrink.ts'
import { type FuzzTarget, Violation } from './target.ts'
import { fuzzTargets } from './targets/index.ts'

/** A target that breaks a promise for inputs in which a word stands twice. */
const target: FuzzTarget = {
  name: 'toy',
  seeds: () => [Buffer.from('one line\nspooled item\nanother line\n')],
  mutators: textMutators,
  run(input) {
    if (input.toString('latin1').split('spooled').length > 2)
      throw new Violation('valid output', 'two items: at 17')
  },
}

const MAX_EXECUTIONS = 3000

async function fuzzUntilFailure(seed: number) {
  const fuzzer = new Fuzzer(target, new RandomChoices(seed))
  while (fuzzer.executions < MAX_EXECUTIONS) {
    const { failures } = await fuzzer.executeSome(10)
    if (failures[0]) return { failure: failures[0], executions: fuzzer.executions }
  }
  throw new Error('The broken promise was not found')
}

describe('the fuzzer', () => {
  it('finds a broken promise, after the same number of executions for the same seed', async () => {
    const first = await fuzzUntilFailure(1)
    expect(first.failure.message).toBe('valid output: two items: at 17')
    expect((await fuzzUntilFailure(1)).executions).toBe(first.executions)
  })

  it('has targets with names of their own and with samples', () => {
    expect(new Set(fuzzTargets.map(({ name }) => name)).size).toBe(fuzzTargets.length)
  })

  it.each([
    ['bytes', byteMutators],
    ['text', textMutators],
    ['JSON', jsonMutators],
  ])('changes %s without an error, whatever the input', (_, mutators) => {
    const choices = new RandomChoices(7)
    for (const text of ['', 'a', '\n\n', '{}', '[]', '"a"', '{"a":[1,{"b":null}]}'])
      for (const mutator of mutators)
        for (let turn = 0; turn < 20; turn += 1)
          expect(
            mutator(Buffer.from(text), { choices, other: () => Buffer.from(text) }),
          ).toBeInstanceOf(Buffer)
  })
})

describe('a failure', () => {
  it('is of the same kind wherever its message differs in numbers and content', () => {
    const [left, right] = [12, 345].map((number) =>
      toFailure('toy', Buffer.from(''), new Violation('no crash', `rule ${number}: “${number}”`)),
    )
    expect(left?.kind).toBe(right?.kind)
  })

  it('names the place in the program where an error was thrown', () => {
    const error = new TypeError('x is not a function')
    error.stack = 'TypeError: x\n    at f (/a/test/x.ts:1:2)\n    at g (/a/src/parsers/csv.ts:12:7)'
    expect(toFailure('toy', Buffer.from(''), error).kind).toBe(
      'no crash: TypeError at src/parsers/csv.ts:12',
    )
  })
})

describe('shrinking', () => {
  const failsWith = (word: string) => async (candidate: Buffer) =>
    candidate.toString().includes(word)

  it('leaves what an input fails with', async () => {
    const input = Buffer.from(`${'x\n'.repeat(300)}NEEDLE${'y'.repeat(400)}`)
    expect((await shrink(input, failsWith('NEEDLE'))).toString()).toBe('NEEDLE')
  })

  it('removes values of JSON', async () => {
    const input = Buffer.from(JSON.stringify({ a: [1, { b: 'NEEDLE', c: 2 }], d: { e: 3 } }))
    const fails = async (candidate: Buffer) => {
      try {
        return JSON.stringify(JSON.parse(candidate.toString())).includes('NEEDLE')
      } catch {
        return false
      }
    }
    const { length } = await shrink(input, fails)
    expect(length).toBeLessThan('{"a":[{"b":"NEEDLE"}]} '.length)
  })
})

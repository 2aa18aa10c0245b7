import { describe, expect, it } from 'vitest'
import {
  compileMessage,
  formatMessage,
} from '../../../src/parsers/etl/decoders/manifest/manifest-message.ts'
import { printf } from '../../../src/parsers/etl/decoders/printf.ts'
import type { EtlValue } from '../../../src/parsers/etl/etl-event.ts'

const text = (message: string, ...values: readonly EtlValue[]) =>
  formatMessage(compileMessage(message), [], values)

describe('a message of a manifest', () => {
  it.each([
    ['%1 and %2', ['a', 5], 'a and 5'],
    ['%2%1', ['a', 'b'], 'ba'],
    ['%10', [1, 2, 3, 4, 5, 6, 7, 8, 9, 'ten'], 'ten'],
    ['a%nb%tc%rd%be', [], 'a\nb\tc\rd e'],
    ['100%% %! %.', [], '100% ! .'],
    ['kept%0 not', [], 'kept'],
    ['%3', ['a'], '%3'],
    ['%1!s!|%1!S!|%2!08x!|%2!d!|%2!#X!', ['a', 255], 'a|a|000000ff|255|0XFF'],
    ['ends with %', [], 'ends with %'],
    ['%1', [[1, { a: true }]], '[1, {a=true}]'],
    ['', [], ''],
  ])('%s', (message, values, expected) => {
    expect(text(message, ...values)).toBe(expected)
  })
})

describe('a printf format', () => {
  it.each([
    ['5d', 42, '   42'],
    ['-5d', 42, '42   '],
    ['05d', -42, '-0042'],
    ['+d', 42, '+42'],
    ['.4u', 42, '0042'],
    ['I64x', 2n ** 60n, '1000000000000000'],
    ['x', -1, 'ffffffff'],
    ['llx', -1n, 'ffffffffffffffff'],
    ['#010x', 31, '0x0000001f'],
    ['d', '0x1f', '31'],
    ['o', 8, '10'],
    ['p', '0x1f', '000000000000001F'],
    ['c', 0x41, 'A'],
    ['.2f', 1.239, '1.24'],
    ['e', 1500, '1.500000e+03'],
    ['ls', 'abc', 'abc'],
    ['.2s', 'abc', 'ab'],
    ['6s', 'abc', '   abc'],
    ['d', 'no number', 'no number'],
    ['d', true, '1'],
    ['n', 5, '5'],
    ['not one', 5, '5'],
    ['999999d', 5, '5'.padStart(200)],
    ['.99999f', 0.5, (0.5).toFixed(100)],
  ])('%s of %s', (spec, value, expected) => {
    expect(printf(spec, value)).toBe(expected)
  })
})

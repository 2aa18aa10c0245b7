import type { MutationContext, Mutator } from './mutator.ts'

/** Numbers at which lengths, counts and offsets go wrong. */
const NUMBERS = [0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000].concat([
  0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
])

const replace = (input: Buffer, from: number, to: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([input.subarray(0, from), bytes, input.subarray(to)])

/** A range of the input, short ones as likely as long ones. */
function range(input: Buffer, { choices }: MutationContext): readonly [from: number, to: number] {
  const from = choices.below(input.length)
  return [from, Math.min(input.length, from + 1 + choices.upTo(input.length))]
}

const changed = (input: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(input)
  if (copy.length > 0) change(copy)
  return copy
}

const flipBit: Mutator = (input, { choices }) =>
  changed(input, (copy) => {
    const at = choices.below(copy.length)
    copy[at] = (copy[at] ?? 0) ^ (1 << choices.below(8))
  })

const setByte: Mutator = (input, { choices }) =>
  changed(input, (copy) => {
    copy[choices.below(copy.length)] = choices.below(256)
  })

const setNumber: Mutator = (input, { choices }) =>
  changed(input, (copy) => {
    const size = choices.pick([1, 2, 4, 8].filter((bytes) => bytes <= copy.length))
    const at = choices.below(copy.length - size + 1)
    const value = BigInt(choices.pick(NUMBERS)) - BigInt(choices.below(3)) + BigInt(copy.length % 3)
    const number = Buffer.alloc(8)
    number.writeBigInt64LE(value)
    const bytes = number.subarray(0, size)
    copy.set(choices.chance(0.8) ? bytes : bytes.reverse(), at)
  })

/** Changes a number by a little: an offset or a length that is nearly right. */
const addToNumber: Mutator = (input, { choices }) =>
  changed(input, (copy) => {
    const at = choices.below(copy.length)
    copy[at] = ((copy[at] ?? 0) + choices.below(9) - 4) & 0xff
  })

const removeRange: Mutator = (input, context) => {
  const [from, to] = range(input, context)
  return replace(input, from, to, new Uint8Array())
}

const cutEnd: Mutator = (input, { choices }) => input.subarray(0, choices.below(input.length + 1))

const cutStart: Mutator = (input, { choices }) => input.subarray(choices.upTo(input.length))

const fillRange: Mutator = (input, context) =>
  changed(input, (copy) => {
    const [from, to] = range(copy, context)
    copy.fill(context.choices.pick([0, 0x20, 0xff, 0x0a]), from, to)
  })

const copyRange: Mutator = (input, context) => {
  const [from, to] = range(input, context)
  const at = context.choices.below(input.length + 1)
  return replace(input, at, at, input.subarray(from, to))
}

const MAX_REPEATED_BYTES = 48 << 10

/** Repeats a short range often: what a careless loop or expression looks at again and again. */
const repeatRange: Mutator = (input, { choices }) => {
  const from = choices.below(input.length)
  const part = input.subarray(from, from + 1 + choices.upTo(64))
  if (part.length === 0) return input
  const times = choices.upTo(Math.floor(MAX_REPEATED_BYTES / part.length))
  return replace(input, from, from, Buffer.concat(Array.from({ length: times }, () => part)))
}

const insertRandom: Mutator = (input, { choices }) => {
  const at = choices.below(input.length + 1)
  const bytes = Uint8Array.from({ length: 1 + choices.upTo(16) }, () => choices.below(256))
  return replace(input, at, at, bytes)
}

/** Joins the beginning of this input to the end of another one. */
const splice: Mutator = (input, { choices, other }) => {
  const second = other()
  return Buffer.concat([
    input.subarray(0, choices.below(input.length + 1)),
    second.subarray(choices.below(second.length + 1)),
  ])
}

/** Puts a part of another input into this one. */
const insertOther: Mutator = (input, context) => {
  const second = context.other()
  const [from, to] = range(second, context)
  const at = context.choices.below(input.length + 1)
  return replace(input, at, at, second.subarray(from, to))
}

export const byteMutators: readonly Mutator[] = [
  flipBit,
  setByte,
  setNumber,
  addToNumber,
  removeRange,
  cutEnd,
  cutStart,
  fillRange,
  copyRange,
  repeatRange,
  insertRandom,
  splice,
  insertOther,
]

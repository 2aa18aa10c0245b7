import type { Parser } from '../model/parser.ts'

/** All formats, in the order tried: the more particular first. */
export const parsers: readonly Parser[] = []

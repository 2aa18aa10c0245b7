import type { Key } from 'ink'

const NAMES_BY_FLAG = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'page-up'],
  ['pageDown', 'page-down'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  // Most terminals send this for backspace.
  ['delete', 'backspace'],
] as const

const NAMES_BY_CONTROL_CHARACTER: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007f': 'backspace',
  '\u0003': 'ctrl-c',
  '\u001b': 'escape',
}

/**
 * Splits one read of the terminal into key names: held down or pasted, several keys arrive
 * together. Control characters without a name are skipped.
 */
export function keyNames(input: string, key: Partial<Key>): readonly string[] {
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab']
  const named = NAMES_BY_FLAG.find(([flag]) => key[flag])
  if (named !== undefined) return [named[1]]
  if (key.ctrl) return [`ctrl-${input}`]
  if (key.meta) return []
  return [...input]
    .map((character) => NAMES_BY_CONTROL_CHARACTER[character] ?? character)
    .filter((name) => name.length > 1 || !/\p{C}/u.test(name))
}

import type { NameRegistry } from './name-registry.ts'
import { isToken } from './token-kind.ts'
import { isCommonWord } from './well-known.ts'

/** Replaces the name of a person; undefined for a text that is not one. Keeps blanks around it. */
export function redactPersonName(names: NameRegistry, text: string): string | undefined {
  const name = text.trim()
  if (
    name.length < 2 ||
    isCommonWord(name) ||
    isToken(name) ||
    name.includes('@') ||
    /^[\d.]+$|^[[($%]/.test(name)
  )
    return undefined
  const at = text.indexOf(name)
  return (
    text.slice(0, at) +
    names.tokenFor(/\s/.test(name) ? 'name' : 'user', name) +
    text.slice(at + name.length)
  )
}

import { decodeEscapes, findLeaks } from '../find-leaks.ts'
import type { SecretKind } from './kind.ts'

/** The secrets of a kind that a text still contains, whatever escapes it has. */
export function secretsLeftIn(text: string, { finder, secrets }: SecretKind): string[] {
  const lower = secrets.map((secret) => secret.toLowerCase())
  const plain = `${text}\n${decodeEscapes(decodeEscapes(text))}`.toLowerCase()
  const left = lower.filter((secret) => plain.includes(secret))
  if (left.length > 0 || finder !== 'encoded') return left
  return findLeaks(Buffer.from(text), [{ kind: 'address', text: 'kimakers' }])
}

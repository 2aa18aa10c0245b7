import { describe, expect, it } from 'vitest'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { findLeaks } from './find-leaks.ts'
import { planted } from './planted.ts'
import { redactLog } from './redact-log.ts'

const { files, secrets } = planted()

describe('a case with secrets in all forms', () => {
  it('has 400 secrets, and each can be found', () => {
    expect(secrets.length).toBeGreaterThanOrEqual(400)
    const all = [...files].flatMap(([path, bytes]) => [Buffer.from(path), bytes])
    const found = new Set(all.flatMap((bytes) => findLeaks(bytes, secrets)))
    expect(
      secrets.map(({ kind, text }) => `${kind} ${text}`).filter((secret) => !found.has(secret)),
    ).toEqual([])
  })

  it.each([...files])('%s has no secrets left after redacting it as a log', (_, bytes) => {
    const redacted = redactLog(bytes, new NameRegistry(new TokenGenerator()))
    const left = findLeaks(redacted, secrets)
    if (left.length > 0)
      console.log(
        left
          .slice(0, 10)
          .map(
            (secret) =>
              `${secret}: ${redacted
                .toString('latin1')
                .split('\n')
                .find((line) =>
                  line.toLowerCase().includes(secret.split(' ').slice(1).join(' ')),
                )}`,
          )
          .join('\n'),
      )
    expect(left).toEqual([])
  })
})

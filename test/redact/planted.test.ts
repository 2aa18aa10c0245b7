import { describe, expect, it } from 'vitest'
import { Names } from '../../src/redact/names.ts'
import { Tokens } from '../../src/redact/naming.ts'
import { leaks } from './leaks.ts'
import { planted } from './planted.ts'
import { redactedLog } from './redacted-log.ts'

const { files, secrets } = planted()

describe('a case with secrets in all forms', () => {
  it('has 400 of them, and each can be found in it', () => {
    expect(secrets.length).toBeGreaterThanOrEqual(400)
    const all = [...files].flatMap(([path, bytes]) => [Buffer.from(path), bytes])
    const found = new Set(all.flatMap((bytes) => leaks(bytes, secrets)))
    expect(
      secrets.map(({ kind, text }) => `${kind} ${text}`).filter((one) => !found.has(one)),
    ).toEqual([])
  })

  it.each([...files])('%s has none left when it was redacted as a log', (_, bytes) => {
    const redacted = redactedLog(bytes, new Names(new Tokens()))
    const left = leaks(redacted, secrets)
    if (left.length > 0)
      console.log(
        left
          .slice(0, 10)
          .map(
            (one) =>
              `${one}: ${redacted
                .toString('latin1')
                .split('\n')
                .find((line) => line.toLowerCase().includes(one.split(' ').slice(1).join(' ')))}`,
          )
          .join('\n'),
      )
    expect(left).toEqual([])
  })
})

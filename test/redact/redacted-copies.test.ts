import { describe, expect, it } from 'vitest'
import { redactCopies } from './redact-copies.ts'

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
const PLAIN = 'From: <sip:kimakers@contoso.example>\r\n'

describe('redacted copies', () => {
  it('replace a bare name in a file where nothing but another file shows it to be one', async () => {
    const { texts } = await redactCopies([
      Buffer.from('hello kimakers today\r\n'),
      Buffer.from(PLAIN),
      Buffer.from('again kimakers\r\n'),
    ])
    expect(texts.map(String)).toEqual([
      'hello user-1 today\r\n',
      'From: <sip:user-1@domain-1>\r\n',
      'again user-1\r\n',
    ])
  })

  it('do not depend on where the chunks are cut', async () => {
    const files = [utf16(`${PLAIN}hello kimakers\r\n`), Buffer.from(`kimakers\r\n${PLAIN}`)]
    const { texts } = await redactCopies(files)
    // The first chunk tells the encoding.
    for (const size of [64, 65, 77]) expect((await redactCopies(files, size)).texts).toEqual(texts)
    expect(texts[0]?.toString('utf16le')).toContain('hello user-1')
  })

  it('do not carry an open private element of one file into the next', async () => {
    const { texts } = await redactCopies([
      Buffer.from('<t:Body BodyType="HTML">secret\r\n'),
      Buffer.from('a line of another file\r\n'),
    ])
    expect(String(texts[1])).toBe('a line of another file\r\n')
    expect(String(texts[0])).not.toContain('secret')
  })
})

const LOG = 'a line of a log, which is long enough to be told\r\n'.repeat(40)

describe('a file that is not a text throughout is refused', () => {
  it.each([
    ['random bytes', Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 167 + 13) % 256))],
    ['zeros only', Buffer.alloc(5000)],
    ['text with UTF-16 behind it', Buffer.concat([Buffer.from(LOG), utf16(PLAIN).subarray(2)])],
    ['UTF-16 with other text behind it', Buffer.concat([utf16(LOG), Buffer.from(LOG)])],
    ['big numbers between words', Buffer.from('kim\0\0\0\x03\0\x02\0akers\0\0\0'.repeat(50))],
  ])('%s', async (_, bytes) => {
    for (const size of [1 << 20, 600]) {
      const { problems, texts } = await redactCopies([bytes], size)
      expect(problems[0]).toMatch(/names in it cannot be found/)
      expect(String(texts[0])).not.toMatch(/kimakers|k\0i\0m/)
    }
  })
})

describe('a text is taken', () => {
  it.each([
    ['without anything', Buffer.alloc(0)],
    ['with a row of zeros, as a crash leaves it', Buffer.from(`${LOG}${'\0'.repeat(900)}${LOG}`)],
    ['with colors', Buffer.from('\u001b[31mfailed\u001b[0m\r\n'.repeat(50))],
    ['of another script in UTF-16', utf16('中文日志記錄失敗\r\n'.repeat(50))],
    ['with lines drawn in UTF-16', utf16(`${'═'.repeat(80)}\r\nName\r\n`.repeat(20))],
    ['with letters of a code page', Buffer.from('M\xfcller \x81\x94 gr\xfc\xdft\r\n', 'latin1')],
    ['with one control character', Buffer.from('a\u0003b')],
  ])('%s', async (_, bytes) => {
    const { problems, texts } = await redactCopies([bytes])
    expect(problems).toEqual([undefined])
    expect(texts[0]).toEqual(bytes)
  })
})

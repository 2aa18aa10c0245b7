import { expect } from 'vitest'
import { LogOutput } from '../../src/redact/log/log-output.ts'
import { LogRedactor } from '../../src/redact/log/log-redactor.ts'
import { HIDDEN_LINE, PrivateLines } from '../../src/redact/log/private-lines.ts'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { redactText } from '../../src/redact/redact-text.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { redactLog } from '../redact/redact-log.ts'
import { acceptsTest, limitTest } from '../support/limits/limit-test.ts'

/** They stay as they are, and do not belong to the packet behind them. */
const TIME_AND_IDS = '06/14/2016|10:11:12.123 1A2C:9F4 '
const CLIENT = `${TIME_AND_IDS}INFO  :: `
const newNames = () => new NameRegistry(new TokenGenerator())
const redact = (log: string): string => redactLog(Buffer.from(log), newNames()).toString()

/** Lines that begin with a word and have so many characters in all, with their ends. */
function linesOf(word: string, characters: number): string {
  const line = `${word} ${'x'.repeat(1000)}\n`
  const rest = characters % line.length
  const count = (characters - rest) / line.length - 1
  return `${line.repeat(count)}${`${word} `.padEnd(line.length + rest - 1, 'x')}\n`
}
const countOf = (text: string, word: string): number => text.split(word).length - 1

limitTest('redact/log/line-redactor.ts MAX_ELEMENT_LENGTH', {
  at: (value) => expect(shownOfElement(value)).toBe(0),
  beyond: (value) => expect(shownOfElement(value + 1)).toBe(1),
})

/** How many lines of a private element of this length a redacted log shows. */
function shownOfElement(characters: number): number {
  const text = linesOf('zanzibar', characters)
  const log = redact(`${CLIENT}<t:Body BodyType="Text">\n${text}</t:Body>\n${CLIENT}behind\n`)
  expect(log).toContain(`${CLIENT}behind`)
  return countOf(log, 'zanzibar')
}

acceptsTest('redact/log/log-redactor.ts MAX_LINE_BYTES', (bytes) => {
  const texts: string[] = []
  let whole = ''
  const output = new LogOutput((written) => {
    whole += Buffer.from(written).toString('latin1')
  })
  output.writeText = (text) => {
    texts.push(text)
    LogOutput.prototype.writeText.call(output, text)
  }
  const log = new LogRedactor(newNames(), output)
  const address = ', sip:kim@contoso.example\n'
  const before = CLIENT.padEnd(bytes - address.length, ', a')
  log.push(Buffer.from(before + address))
  log.end()
  output.flush()
  expect(whole).toBe(`${before}, sip:user-1@domain-1\n`)
  return texts.length === 1
})

acceptsTest('redact/log/packet-redactor.ts MAX_BUFFERED_LENGTH', (bytes) => {
  const head =
    'NOTIFY sip:lee@contoso.example SIP/2.0\r\nContent-Type: application/xml\r\n' +
    'Content-Length: 1000100\r\n\r\n'
  const packetOf = (text: string) => redact(`${CLIENT}${head}sip:kim@contoso.example\n${text}`)
  const sizeOf = (packet: string) => packet.length - TIME_AND_IDS.length
  const packet = packetOf(linesOf('x', bytes - sizeOf(packetOf(''))))
  expect(sizeOf(packet)).toBe(bytes)
  return !packet.includes('Content-Length: 1000100')
})

limitTest('redact/log/private-lines.ts MAX_BODY_CHARS', {
  at: (value) => expect(shownAtStart(value)).toBe(0),
  beyond: (value) => expect(shownAtStart(value + 1)).toBe(1),
})

/** How many of the first lines are shown of a part of a listing, of so many characters. */
function shownAtStart(characters: number): number {
  const lines = new PrivateLines({ format: 'dir-listing', isFromStart: false })
  return countShown(lines, textLines(characters))
}

/** Lines of so many characters in all, without their ends. */
const textLines = (characters: number): string[] => {
  const rest = characters % 1024
  const whole = Array.from({ length: (characters - rest) / 1024 - 1 }, () => 'x'.repeat(1024))
  return [...whole, 'x'.repeat(1024 + rest)]
}

const countShown = (lines: PrivateLines, texts: readonly string[]): number =>
  texts.filter((text) => lines.show(text, text) !== HIDDEN_LINE).length

limitTest('redact/log/private-lines.ts MAX_ELEMENT_CHARS', {
  at: (value) => expect(shownInElement(value)).toBe(0),
  beyond: (value) => expect(shownInElement(value + 1)).toBe(1),
})

/** How many lines are shown of a private element of so many characters. */
function shownInElement(characters: number): number {
  const lines = new PrivateLines({ format: 'client-log', isFromStart: true })
  lines.skip(`${CLIENT}<t:Body BodyType="Text">`)
  return countShown(lines, textLines(characters))
}

acceptsTest('redact/log/sip-packet.ts MAX_BODY_BYTES', (bytes) => {
  const log = redact(
    `${CLIENT}MESSAGE sip:lee@contoso.example SIP/2.0\r\nContent-Length: ${bytes}\r\n\r\n` +
      `look:\r\n${CLIENT}zanzibar\r\n`,
  )
  return !log.includes('zanzibar')
})

acceptsTest('redact/name-registry.ts MAX_NAME_WORDS', (count) => {
  const name = Array.from({ length: count }, (_, at) => `zanzibar${at}`).join(' ')
  const names = newNames()
  expect(names.tokenFor('name', name)).toBe('name-1')
  return redactText(`to ${name} here`, names) === 'to name-1 here'
})

acceptsTest('redact/private-text.ts MAX_LAYERS', (layers) => {
  let text = '"sip:zanzibar@contoso.example"'
  for (let layer = 0; layer < layers; layer += 1) text = encodeURIComponent(text)
  return !redactText(text, newNames()).includes('zanzibar')
})

import { expect, it } from 'vitest'
import { parseSipAddress } from '../../src/model/sip-message.ts'
import { parseProvisioning } from '../../src/parsers/sip/provisioning.ts'
import { parseSip } from '../../src/parsers/sip/sip.ts'

const long = 'a'.repeat(1_000_000)

it('knows addresses of at most 320 characters', () => {
  const host = `@${'b'.repeat(255)}`
  const user = (length: number) => 'a'.repeat(length)
  expect(parseSipAddress(`sip:${user(64)}${host}`)).toHaveLength(320)
  expect(parseSipAddress(`sip:${user(65)}${host}`)).toBeUndefined()
  expect(parseSipAddress(`sip:${long}@b`)).toBeUndefined()
})

it('keeps 16 KiB of a header, whichever it is, and says so', () => {
  const message = parseSip(
    ['MESSAGE sip:kim@contoso.example SIP/2.0', `Call-ID: ${long}`, `M: ${long}`, 'To: b'].join(
      '\n',
    ),
  )
  const lines = message?.headers.split('\n').slice(1) ?? []
  expect(lines.map((line) => [line.replace(/:.*/, ''), line.replace(/.*?:/, '').length])).toEqual([
    ['to', 1],
    ['call-id', 16_384 - 1],
    ['contact', 16_384 - 1],
  ])
  expect(message?.damage).toContain('a header longer than 16 KiB')
})

it('keeps the beginning of the names and values of provisioning', () => {
  const xml = `<provisionGroup name="${long}"><property name="${long}">${long}</property></provisionGroup>`
  for (const property of parseProvisioning(xml))
    for (const text of Object.values(property)) expect(text.length).toBe(1024)
})

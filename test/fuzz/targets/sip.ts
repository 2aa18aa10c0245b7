import fc from 'fast-check'
import { parseSipAddress } from '../../../src/model/sip-message.ts'
import { containsSipMessage, removeSecrets } from '../../../src/parsers/sip/embedded-sip.ts'
import { parseProvisioning } from '../../../src/parsers/sip/provisioning.ts'
import { parseSip } from '../../../src/parsers/sip/sip.ts'
import { longHeaderName, splitHeaderValues } from '../../../src/parsers/sip/sip-header-values.ts'
import { packetText, sipPacket } from '../../properties/records/sip-packet.ts'
import { byteMutators } from '../mutators/bytes.ts'
import { textMutators } from '../mutators/text.ts'
import { xmlMutators } from '../mutators/xml.ts'
import { readSamples, samplePaths } from '../sample-inputs.ts'
import { expectEqual, type FuzzTarget, Violation } from '../target.ts'

const SEED = 3261
const PACKETS = 40

/** Messages in the style of RFC 4475: legal but unusual, and broken. */
const TORTURE: readonly string[] = [
  'INVITE sip:kim@contoso.example SIP/2.0\r\nTO :\r\n sip:kim@contoso.example ;   tag    = 1918181833n\r\nfrom   : "J Rosenberg \\\\\\""       <sip:lee@contoso.example>\r\n  ;\r\n  tag = 98asjd8\r\nMaX-fOrWaRdS: 0068\r\nCall-ID: wsinv.ndaksdj@192.0.2.1\r\nContent-Length   : 0\r\ncseq: 0009\r\n  INVITE\r\ns :\r\nm:"Quoted string \\"\\"" <sip:kim@192.0.2.1> ; newparam =\r\n\r\n',
  "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@contoso.example SIP/2.0\r\nCSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~\r\nFrom: \"\u007f\" <sip:a@b>\r\n\r\n",
  'SIP/2.0 4294967301 better not break the receiver\r\nCSeq: 9292394834772304023312 OPTIONS\r\nMax-Forwards: 300\r\nContent-Length: -999\r\n\r\n',
  'REGISTER sip:contoso.example SIP/7.0\r\nFrom: <sip:a@b>, <sip:c@d>\r\nCall-ID: a\r\nCall-ID: b\r\nContent-Length: 13\r\nContent-Length: 5\r\n\r\nThere is no way',
  'SIP/2.0 200 \r\nWarning: 1812 overture "In Progress"\r\nExpires: 0 0l@company.example\r\nRetry-After: 949302838503028349304023988\r\n\r\n',
]

const packets = (): Buffer[] =>
  fc
    .sample(sipPacket, { numRuns: PACKETS, seed: SEED })
    .map(packetText)
    .concat(TORTURE)
    .map((text) => Buffer.from(text))

function parsePacket(input: Buffer): void {
  const text = input.toString('latin1')
  const message = parseSip(text)
  containsSipMessage(text)
  const cleaned = removeSecrets(text)
  if (cleaned.length > text.length) throw new Violation('bounded output', 'longer without secrets')
  if (!message) return
  expectEqual('same bytes twice', 'two messages', toText(message), toText(parseSip(text)))
  for (const line of message.headers.split('\n').slice(1)) {
    const name = line.slice(0, line.indexOf(':'))
    const value = line.slice(name.length + 1)
    if (name !== longHeaderName(name)) throw new Violation('valid output', `short name ${name}`)
    for (const part of splitHeaderValues(name, value)) parseSipAddress(part)
  }
}

const toText = (value: unknown): string => JSON.stringify(value)

function parseProvisioningXml(input: Buffer): void {
  const text = input.toString('latin1')
  const properties = parseProvisioning(text)
  if (properties.length > text.length) throw new Violation('bounded output', 'too many properties')
  expectEqual(
    'same bytes twice',
    'two readings',
    toText(properties),
    toText(parseProvisioning(text)),
  )
}

function provisioningDocuments(): Buffer[] {
  const logs = readSamples(samplePaths.filter((path) => /\.UccApilog$/i.test(path)))
  return logs
    .flatMap((log) => log.toString('latin1').match(/<(?:provision|roaming)[\s\S]*?List>/g) ?? [])
    .map((text) => Buffer.from(text, 'latin1'))
}

/** SIP messages, and what servers send in them. */
export const sipTargets: readonly FuzzTarget[] = [
  {
    name: 'sip',
    seeds: packets,
    mutators: [...byteMutators, ...textMutators, ...textMutators],
    run: parsePacket,
  },
  {
    name: 'provisioning',
    seeds: provisioningDocuments,
    mutators: [...byteMutators, ...textMutators, ...xmlMutators, ...xmlMutators],
    run: parseProvisioningXml,
  },
]

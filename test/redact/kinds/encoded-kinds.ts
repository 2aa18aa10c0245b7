import { kinds } from './kind.ts'

const ADDRESS = 'see <sip:kimakers@contoso.example>, please'
const percent = (text: string) =>
  [...text].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('')
const entities = (text: string) =>
  [...text].map((character) => `&#x${character.charCodeAt(0).toString(16)};`).join('')
const jsonEscapes = (text: string) =>
  [...text]
    .map((character) => `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .join('')

export const encodedKinds = [
  ...kinds('encoded', {
    'Base64 of UTF-8': `data «${Buffer.from(ADDRESS).toString('base64')}»`,
    'Base64 of UTF-16': `data «${Buffer.from(ADDRESS, 'utf16le').toString('base64')}»`,
    'Base64 for addresses': `data «${Buffer.from(ADDRESS).toString('base64url')}»`,
    'hexadecimal text': `data «${Buffer.from(ADDRESS).toString('hex')}»`,
    'hexadecimal UTF-16': `data 0x«${Buffer.from(ADDRESS, 'utf16le').toString('hex')}»`,
    'bytes of the registry': `"x"=hex(2):«${[...Buffer.from(ADDRESS)].map((byte) => byte.toString(16).padStart(2, '0')).join(',')}»`,
    'password in Base64': `data «${Buffer.from('password=qmZ8sT4uV6wX').toString('base64')}»`,
  }),
  ...kinds('addresses', {
    'percent-encoded address': `see ${percent('sip:')}«${percent('kimakers')}»${percent('@')}«${percent('contoso')}»${percent('.example')}`,
    'address in XML entities': `see «${entities('kimakers')}»${entities('@')}«${entities('contoso')}»${entities('.example')}`,
    'address in JSON escapes': `see «${jsonEscapes('kimakers')}»${jsonEscapes('@')}«${jsonEscapes('contoso')}»${jsonEscapes('.example')}`,
  }),
]

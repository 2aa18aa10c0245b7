import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { readOfficeText } from '../../src/inputs/documents/office-text.ts'
import { readManifest } from '../../src/parsers/etl/decoders/manifest/read-manifest.ts'
import { parsers } from '../../src/parsers/index.ts'
import { readXml } from '../../src/parsers/shared/read-xml.ts'
import { parseProvisioning } from '../../src/parsers/sip/provisioning.ts'
import { createZip } from '../support/archives/zip.ts'
import { readBytes } from '../support/read-bytes.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Everything that a parser makes of a text, as JSON. */
function read(format: string, text: string): string {
  const parser = parsers.find((candidate) => candidate.format === format)
  if (!parser) throw new Error(`No parser for ${format}`)
  const { observations, tally } = readBytes(parser, text)
  return show([observations, tally])
}

const show = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => (inner instanceof Map ? [...inner] : inner))

const OBJS = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'

/** Reads a document of each kind. `head` is before its root, `value` is a text in it. */
const XML_READERS: Readonly<
  Record<string, (head: string, value: string) => string | Promise<string>>
> = {
  clixml: (head, value) =>
    read(
      'clixml',
      `${head}${OBJS}<Obj><MS><S N="Identity">${value}</S>` +
        '<B N="EnableOfflineIm">true</B></MS></Obj></Objs>',
    ),
  'ConvertTo-Xml': (head, value) =>
    read(
      'convert-to-xml',
      `${head}<Objects><Object><Property Name="Identity">${value}</Property>` +
        '<Property Name="EnableOfflineIm">True</Property></Object></Objects>',
    ),
  Autodiscover: (head, value) =>
    read(
      'autodiscover',
      `${head}<Autodiscover><Response><User><AutoDiscoverSMTPAddress>${value}` +
        '</AutoDiscoverSMTPAddress></User><Account><Protocol><Type>EXCH</Type>' +
        '<EwsUrl>https://mail.contoso.example/EWS/Exchange.asmx</EwsUrl>' +
        '</Protocol></Account></Response></Autodiscover>',
    ),
  'an event log': (head, value) =>
    read(
      'event-xml',
      `${head}<Event><System><Provider Name="x"/><TimeCreated ` +
        'SystemTime="2016-06-14T10:00:00Z"/></System><RenderingInfo>' +
        `<Message>${value}</Message></RenderingInfo></Event>`,
    ),
  provisioning: (head, value) =>
    show(
      parseProvisioning(
        `${head}<provisionGroupList><provisionGroup name="a"><b><property name="ewsUrl">${value}` +
          '</property></b></provisionGroup></provisionGroupList>',
      ),
    ),
  'an event manifest': (head, value) =>
    show(
      readManifest(
        `${head}<instrumentationManifest><provider name="${value}" ` +
          'guid="{7f3c2b1a-9d4e-4c60-8a51-2e5b6d7c8f90}"><events>' +
          `<event value="1" message="${value}"/></events></provider></instrumentationManifest>`,
      ),
    ),
  async 'a Word document'(head, value) {
    const content = `${head}<w:document><w:p><w:t>${value}</w:t></w:p></w:document>`
    const zip = createZip([{ name: 'word/document.xml', content }])
    // A document with damaged XML is not read: no half of it is evidence.
    return readOfficeText(zip).then(show, (error: Error) => error.message)
  },
}

const secret = join(temporaryFolder('secret'), 'secret.txt')
writeFileSync(secret, 'content-of-the-file')
const LAUGHS = Array.from(
  { length: 9 },
  (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at};`.repeat(10)}">`,
).join('')

describe.each(Object.entries(XML_READERS))('XML of %s', (_, readDocument) => {
  it.each([
    ['of entities in entities', `<!DOCTYPE x [<!ENTITY lol0 "HAHA">${LAUGHS}]>`, '&lol9;'],
    ['of an entity', '<!DOCTYPE x [<!ENTITY own "EXPANDED">]>', '&own;'],
    [
      'of a file',
      `<!DOCTYPE x [<!ENTITY own SYSTEM "${pathToFileURL(secret).href}">]>`,
      'before &own; after',
    ],
    [
      'of parameters',
      `<!DOCTYPE x [<!ENTITY % p SYSTEM "${pathToFileURL(secret).href}"> %p;]>`,
      'a',
    ],
    ['of a document type elsewhere', `<!DOCTYPE x SYSTEM "${pathToFileURL(secret).href}">`, 'a'],
  ])('expands no definition %s', async (_kind, head, value) => {
    const result = await readDocument(head, value)
    expect(result).not.toMatch(/HAHA|EXPANDED|content-of-the-file/)
    expect(result.length).toBeLessThan(5000)
  })

  it('knows the five entities and the numbers of characters', async () => {
    expect(await readDocument('', '&lt;&gt;&amp;&quot;&apos;&#65;&#x42;')).toMatch(
      // In JSON the quote is escaped. Addresses are in lower case.
      /<>&\\"'AB/i,
    )
  })

  it('may nest a hundred thousand deep', async () => {
    const depth = 100_000
    const result = await readDocument('', `${'<a>'.repeat(depth)}b${'</a>'.repeat(depth)}`)
    expect(result.length).toBeLessThan(2_000_000)
  })
})

it('XML gives attributes with the names of prototypes as plain attributes', () => {
  const found: Record<string, string>[] = []
  readXml('<a __proto__="x" constructor="y" toString="z"/>', {
    open: (_, attributes) => void found.push({ ...attributes }),
  })
  expect(found.map((attributes) => Object.entries(attributes))).toEqual([
    [
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['tostring', 'z'],
    ],
  ])
})

describe('names of prototypes', () => {
  const before = Reflect.ownKeys(Object.prototype)
  afterEach(() => {
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect([].length).toBe(0)
  })

  const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length']

  it.each<readonly [string, (name: string) => string]>([
    [
      'powershell-json',
      (name) =>
        `{"${name}":{"polluted":"yes","EnableOfflineIm":true},"Identity":"Global",` +
        '"EnableOfflineIm":false}',
    ],
    ['powershell-csv', (name) => `"${name}","Identity","EnableOfflineIm"\nyes,Global,False\n`],
    [
      'clixml',
      (name) =>
        `${OBJS}<Obj><MS><Obj N="${name}"><MS><S N="polluted">yes</S></MS></Obj>` +
        '<S N="Identity">Global</S><B N="EnableOfflineIm">false</B></MS></Obj></Objs>',
    ],
    [
      'convert-to-xml',
      (name) =>
        `<Objects><Object><Property Name="${name}"><Property Name="polluted">yes</Property>` +
        '</Property><Property Name="Identity">Global</Property>' +
        '<Property Name="EnableOfflineIm">False</Property></Object></Objects>',
    ],
    ['powershell-list', (name) => `${name} : yes\nIdentity : Global\nEnableOfflineIm : False\n`],
    [
      'powershell-table',
      (name) =>
        `${name.padEnd(16)} Identity EnableOfflineIm\n${'-'.repeat(16)} -------- ---------------\n` +
        `${'yes'.padEnd(16)} Global   False\n`,
    ],
  ])('are ordinary properties in %s', (format, document) => {
    for (const name of NAMES) {
      const result = read(format, document(name))
      expect(result).toContain('"identity","Global"')
      expect(result.toLowerCase()).toContain('"enableofflineim","false"')
    }
  })

  it('are ordinary fields of a manifest', () => {
    for (const name of NAMES)
      expect(
        read(
          'collection-manifest',
          `{"spoolscopeManifest":1,"${name}":{"polluted":"yes"},` +
            '"takenAt":"2016-06-14T10:00:00Z","files":[]}',
        ),
      ).toBeDefined()
  })

  it('are ordinary columns of an event list', () => {
    for (const name of NAMES)
      expect(
        read(
          'winevent-csv',
          `"Message","Id","ProviderName","TimeCreated","${name}"\n` +
            '"text","1","x","06/14/2016 10:00:00","yes"\n',
        ),
      ).toContain('"message":"text"')
  })
})

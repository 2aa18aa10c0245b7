import { describe, expect, it } from 'vitest'
import { readXml } from '../../src/parsers/shared/read-xml.ts'

/** All events of a document, as lines. */
function parseLines(text: string): { readonly lines: string[]; readonly errors: number } {
  const lines: string[] = []
  const errors = readXml(text, {
    open: (name, attributes, line) => lines.push(`+${name} ${JSON.stringify(attributes)} ${line}`),
    text: (piece) => lines.push(piece),
    close: (name) => lines.push(`-${name}`),
  })
  return { lines, errors }
}

describe('XML', () => {
  it('is read with lower-case local names, attributes and lines', () => {
    expect(parseLines('<p:Root xmlns:p="urn:x" p:Id="1">\n<Item Name="a"/>t</p:Root>')).toEqual({
      lines: ['+root {"id":"1"} 1', '\n', '+item {"name":"a"} 2', '-item', 't', '-root'],
      errors: 0,
    })
  })

  it('may have no root or several roots', () => {
    expect(parseLines("<a b='1'/><c/>").lines).toEqual(['+a {"b":"1"} 1', '-a', '+c {} 1', '-c'])
  })

  it('closes elements that are cut off and counts the damage', () => {
    const { lines, errors } = parseLines('<a><b>text')
    expect(lines).toEqual(['+a {} 1', '+b {} 1', 'text', '-b', '-a'])
    expect(errors).toBeGreaterThan(0)
  })

  it('treats a bare ampersand as text, inside and outside CDATA', () => {
    expect(parseLines('<a>R&D &amp; &#65; <![CDATA[x & y]]></a>').lines.join('')).toBe(
      '+a {} 1R&D & A x & y-a',
    )
  })

  it('never throws on damage and never hangs without handlers', () => {
    for (const text of [
      '<',
      '<a',
      '</z>',
      '<a b=1>',
      '&#0;',
      '\u0001',
      '<a></b></a>',
      '<!DOCTYPE x [<!ENTITY',
      ']]>',
      '<?',
    ])
      expect(() => readXml(text, {})).not.toThrow()
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataBlock, html, SafeHtml } from '../../src/reports/html/safe-html.ts'

describe('html', () => {
  it('escapes text, and does not change markup', () => {
    const inner = html`<b>${'a < b & "c"'}</b>`
    expect(
      `${html`<p title="${"it's `x`"}">${inner}${[1, ' ', inner]}${false}${undefined}</p>`}`,
    ).toBe(
      '<p title="it&#39;s &#96;x&#96;"><b>a &lt; b &amp; &quot;c&quot;</b>1 <b>a &lt; b &amp; &quot;c&quot;</b></p>',
    )
  })

  it('shows invisible characters, escape sequences and lone surrogates as escapes', () => {
    expect(`${html`${'a\u0000\u001b[31m\u202e\ud800b😀'}`}`).toBe(
      'a\\u{0}\\u{1b}[31m\\u{202e}\\u{d800}b😀',
    )
  })

  it('throws on attributes that are not in double quotes', () => {
    expect(() => html`<a href=${'x'}>`).toThrow('double quotes')
    expect(() => html`<a href='${'x'}'>`).toThrow('double quotes')
  })

  it('is the only way to create markup', () => {
    expect(() =>
      SafeHtml.fromMarkup('<b>', Symbol('only this file creates markup') as never),
    ).toThrow('Markup can only be created with')
  })
})

describe('dataBlock', () => {
  it('contains nothing that could end its element, and parses to the same value', () => {
    const value = { text: '</script><!--<script>\u2028&amp;' }
    const block = `${dataBlock('x', value)}`
    const inner = block.slice(block.indexOf('>') + 1, block.lastIndexOf('<'))
    expect(inner).not.toMatch(/[<>&\u2028]/)
    expect(JSON.parse(inner)).toEqual(value)
  })
})

const FOLDER = 'src/reports/html'
const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && path !== 'embedded.ts')
const filesMatching = (pattern: RegExp) =>
  sources.filter((path) => pattern.test(readFileSync(join(FOLDER, path), 'utf8'))).sort()

describe('the sources of the pages', () => {
  it('mark only the style, script and policy of the page as trusted', () => {
    expect(filesMatching(/\btrustedHtml\b/)).toEqual(['page.ts', 'safe-html.ts'])
    expect(filesMatching(/SafeHtml\.fromMarkup\b/)).toEqual(['safe-html.ts'])
  })

  it('set text in the browser only as text, and never run it', () => {
    expect(filesMatching(/browser|document/).length).toBeGreaterThan(3)
    expect(
      filesMatching(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.srcdoc|setAttribute\('on/,
      ),
    ).toEqual([])
  })
})

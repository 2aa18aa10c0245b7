import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Colors = Readonly<Record<string, string>>

const blocks = [
  ...readFileSync('src/reports/html/style/colors.css', 'utf8').matchAll(
    /(:root[^{]*?) \{([^}]*)\}/g,
  ),
]
  .map(([, selector = '', body = '']) => ({
    selector,
    colors: Object.fromEntries(
      [...body.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name, value]) => [name, value]),
    ) as Colors,
  }))
  .filter(({ colors }) => Object.keys(colors).length > 0)
const colorsOf = (wanted: string): Colors =>
  blocks.find(({ selector }) => selector === wanted)?.colors ?? {}
const THEMES = { light: colorsOf(':root'), dark: colorsOf(':root[data-theme="dark"]') }
const KINDS = ['error', 'warning', 'info', 'clear', 'unknown']

/** The relative luminance of WCAG 2. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast ratio of WCAG 2, from 1 to 21. */
function contrast(first: string | undefined, second: string | undefined): number {
  if (first === undefined || second === undefined) throw new Error('A color is missing')
  const [darker = 0, lighter = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

it('the dark theme is the same by the system and by the switch', () => {
  expect(blocks.map(({ selector }) => selector)).toEqual([
    ':root',
    ':root:not([data-theme="light"])',
    ':root[data-theme="dark"]',
  ])
  expect(colorsOf(':root:not([data-theme="light"])')).toEqual(THEMES.dark)
  expect(Object.keys(THEMES.dark)).toEqual(Object.keys(THEMES.light))
})

describe.each(Object.entries(THEMES))('the %s theme', (_, colors) => {
  it.each(['page', 'surface', 'raised'])('has readable text on the color %s', (background) => {
    for (const text of ['ink', 'quiet', 'accent', ...KINDS])
      expect(contrast(colors[text], colors[background]), text).toBeGreaterThanOrEqual(4.5)
  })

  it.each(KINDS)('has readable text on the tint of %s', (kind) => {
    expect(contrast(colors[kind], colors[`${kind}-tint`])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(colors.ink, colors[`${kind}-tint`])).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['covered', 'waiting', 'stuck', 'clear', 'accent'])(
    'has visible bars and marks of the color %s',
    (mark) => {
      expect(contrast(colors[mark], colors.surface)).toBeGreaterThanOrEqual(3)
    },
  )
})

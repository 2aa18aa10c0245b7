import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { htmlReport } from '../../src/reports/html/html-report.ts'
import { reportWithTimeline } from '../support/report-with-timeline.ts'
import { caseReport, report, verdict } from '../support/reports.ts'

const text = htmlReport(reportWithTimeline())
const between = (start: string, end: string) =>
  text.slice(text.indexOf(start) + start.length, text.indexOf(end, text.indexOf(start)))
const hashOf = (part: string) => `'sha256-${createHash('sha256').update(part).digest('base64')}'`

describe('htmlReport', () => {
  it('allows only its own style and script, by their hashes', () => {
    const policy = between('Content-Security-Policy" content="', '">').split('; ')
    expect(policy).toEqual([
      "default-src 'none'",
      `style-src ${hashOf(between('<style>', '</style>'))}`,
      `script-src ${hashOf(between('<script>', '</script>'))}`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ])
  })

  it('contains no URL that could load anything', () => {
    expect(text.match(/<(?:link|img|iframe|object|embed|base|form)\b/gi)).toBeNull()
    expect(
      [...text.matchAll(/\b(?:src|href|action|srcset|poster)="([^"]*)"/g)].filter(
        ([, to = '']) => !to.startsWith('#'),
      ),
    ).toEqual([])
  })

  it('has every id once, and every link has a target', () => {
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.length).toBeGreaterThan(20)
    expect(new Set(ids).size).toBe(ids.length)
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(links.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('shows all facts, findings, commands, missing evidence and damage', () => {
    const [onlyCase] = reportWithTimeline().cases
    const pageText = text
      .replace(/<[^>]*>/g, '')
      .replace(/&#39;/g, "'")
      .replace(/&quot;/g, '"')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&')
    const expected = [
      ...Object.values(onlyCase?.facts ?? {}).flatMap((fact) => [fact.label, fact.text]),
      ...(onlyCase?.verdicts ?? []).flatMap(({ status, findings, remedy, missing }) => [
        ...(status === 'flagged' ? findings.map(({ message }) => message) : []),
        ...remedy.flatMap((step) => [step.do, step.verify, ...(step.commands ?? [])]),
        ...missing.flatMap(({ evidence, how, commands = [] }) => [evidence, how, ...commands]),
      ]),
      ...(onlyCase?.inputs ?? []).flatMap(({ path, notes, damage }) => [
        path,
        ...notes,
        ...damage.map(({ reason }) => reason),
      ]),
      ...(onlyCase?.journeys ?? []).flatMap(({ steps }) => steps.map((step) => step.text)),
      ...(onlyCase?.unknowable ?? []),
    ]
    expect(expected.length).toBeGreaterThan(40)
    expect(expected.filter((words) => !pageText.includes(words))).toEqual([])
  })

  it('shows a cited line below its source, and nothing where the report has none', () => {
    expect(text).toContain(
      '<code>設定/構成情報.txt:2</code><code class="cited">ユーザー名 tanaka@contoso.example</code>',
    )
    expect(text).toContain('(Skype for Business)\\u{1b}[31m</code>')
    expect(text).toContain('<li><code>Tracing/Lync-UccApi-0.UccApilog:8861</code></li>')
  })

  it('has no charts and journeys when the report has none', () => {
    const plain = htmlReport(report())
    expect(plain).not.toContain('<figure')
    expect(plain).not.toContain('Offline messages')
    expect(plain).toContain('No problems were found in what could be checked.')
  })

  it('gives each case its own part with its own ids', () => {
    const [first] = reportWithTimeline().cases
    const several = htmlReport({
      ...report(),
      cases: [
        caseReport({ id: 'PC-1' }),
        caseReport({ ...first, id: 'PC-2' }),
        caseReport({ ...first, id: 'PC-3' }),
      ],
    })
    const ids = [...several.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(several.match(/<article class="case"/g)).toHaveLength(3)
    expect(several).toContain('<h1>3 cases</h1>')
  })

  it('prints a step that two verdicts share once, and refers to it', () => {
    const remedy = [
      { do: 'Update the client.', verify: 'It is newer.', commands: ['winget upgrade'] },
    ]
    const twice = htmlReport(
      report({ verdicts: ['a', 'b'].map((rule) => verdict(rule, { status: 'flagged', remedy })) }),
    )
    expect(twice.match(/<code>winget upgrade<\/code>/g)).toHaveLength(1)
    expect(twice).toContain('(See above.)')
  })
})

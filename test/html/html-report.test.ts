import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { defined } from '../../src/model/defined.ts'
import { htmlReport } from '../../src/reports/html/html-report.ts'
import { diagnosedReport } from '../support/diagnosed-report.ts'
import { reportWithTimeline } from '../support/report-with-timeline.ts'
import { caseReport, report, verdict } from '../support/reports.ts'

const text = htmlReport(reportWithTimeline())
const between = (start: string, end: string) =>
  text.slice(text.indexOf(start) + start.length, text.indexOf(end, text.indexOf(start)))
const hashOf = (part: string) => `'sha256-${createHash('sha256').update(part).digest('base64')}'`

const escaped = (value: string) => value.replaceAll('"', '&quot;')

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

  describe('of a case with a diagnosis', () => {
    const [firstCase] = diagnosedReport().cases
    const passed = verdict('auto-archiving-disabled', { clearTitle: 'IM auto-archiving: on' })
    const diagnosed = htmlReport({
      ...diagnosedReport(),
      cases: [caseReport({ ...firstCase, verdicts: [...(firstCase?.verdicts ?? []), passed] })],
    })
    const headings = [...diagnosed.matchAll(/<h2[^>]*>([^<]*)/g)].map(([, title]) => title?.trim())

    it('begins with answer, plan, causes and messages, and folds the rest', () => {
      expect(headings.slice(0, 4)).toEqual(['Answer', 'What to do', 'Causes', 'Offline messages'])
      const folded = [...diagnosed.matchAll(/<details class="part fold" id="case-(\w+)"/g)]
      expect(folded.map(([, key]) => key)).toEqual([
        'wrong',
        'facts',
        'clear',
        'missing',
        'inputs',
        'unknowable',
      ])
      expect(diagnosed).not.toContain('<details open class="part fold"')
    })

    it('has headings without a gap in their levels', () => {
      const levels = [...diagnosed.matchAll(/<h(\d)/g)].map(([, level]) => Number(level))
      expect(levels[0]).toBe(1)
      for (const [index, level] of levels.entries())
        if (index > 0) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1)
    })

    it('names passed checks by what is in order, and by the rule in an older report', () => {
      expect(diagnosed).toContain('<strong>IM auto-archiving: on</strong>')
      expect(htmlReport(report({ verdicts: [verdict('old-rule')] }))).toContain(
        '<strong>old-rule</strong>',
      )
    })

    it('says for whom it fails and since when', () => {
      expect(diagnosed).toContain('<bdi>kim@contoso.example</bdi>, since 2016-06-14 09:12:00 UTC')
    })

    it('shows short times of messages, with the full time as their title', () => {
      expect(diagnosed).toContain('title="2016-06-13 23:59:58 UTC">23:59:58</time> Sent to')
      // On another day than the first step.
      expect(diagnosed).toContain('title="2016-06-14 00:00:03 UTC">2016-06-14 00:00:03</time>')
    })

    it('contains the plan as text to copy, each step with its commands and its check', () => {
      const plan = /<pre id="case-plan-text" hidden>([\s\S]*?)<\/pre>/.exec(diagnosed)?.[1] ?? ''
      const steps = firstCase?.diagnosis?.actions ?? []
      expect(steps.length).toBeGreaterThan(2)
      const text = plan.replaceAll('&quot;', '"')
      for (const [index, step] of steps.entries()) {
        expect(text).toContain(`\n${index + 1}. ${step.do}`)
        for (const command of step.commands) expect(text).toContain(`\n    ${command}\n`)
        expect(text).toContain(`\n    Check: ${step.verify}`)
      }
    })

    it('reports no health when evidence is missing and the plan is empty', () => {
      const { diagnosis } = firstCase ?? {}
      const pageOf = (outcome: 'nothing-wrong' | 'not-enough-evidence') =>
        htmlReport(
          report(defined({ diagnosis: diagnosis && { ...diagnosis, outcome, actions: [] } })),
        )
      expect(pageOf('nothing-wrong')).toContain('Nothing has to be changed.')
      expect(pageOf('not-enough-evidence')).not.toContain('Nothing has to be changed.')
      expect(pageOf('not-enough-evidence')).toContain('What to change is not known yet.')
    })

    it('gives each command a button of its own', () => {
      const commands = (firstCase?.diagnosis?.actions ?? []).flatMap((step) => step.commands)
      for (const command of commands)
        expect(diagnosed).toContain(`<span class="unseen"> the command ${escaped(command)}</span>`)
    })

    it('does not repeat a remedy of a finding that the plan contains', () => {
      const flagged = verdict('ews-request-failing', {
        status: 'flagged',
        findings: [
          { subject: 'x', message: 'x failed', sources: [], remedy: 'Run it for <user>.' },
        ],
      })
      const withPlan = { ...firstCase, verdicts: [flagged] }
      expect(htmlReport(report(withPlan))).not.toContain('Run it for')
      expect(htmlReport(report({ verdicts: [flagged] }))).toContain('Run it for')
    })

    it('shows the commands of a short plan, and folds those of a long one', () => {
      const plan = firstCase?.diagnosis
      if (plan === undefined) throw new Error('The report has no diagnosis')
      const pageOf = (times: number) =>
        htmlReport(
          report({
            diagnosis: {
              ...plan,
              collectNext: [],
              actions: Array.from({ length: times }, () => plan.actions).flat(),
            },
          }),
        )
      expect(pageOf(1).match(/<details class="step" open>/g)).toHaveLength(3)
      expect(pageOf(4)).not.toContain('<details class="step" open>')
      expect(pageOf(4).match(/<details class="step">/g)).toHaveLength(12)
    })
  })
})

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reportFormats } from '../../src/reports/report-formats.ts'
import { CHECKED_FORMATS, findActiveContent } from '../support/attacks/active-content.ts'
import { attackCase, EXPECTED_ATTACKS, SECRETS } from '../support/attacks/attack-case.ts'
import { hostileReport } from '../support/attacks/hostile-report.ts'
import { filesBelow } from '../support/samples.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const FORMATS = Object.keys(reportFormats) as (keyof typeof reportFormats)[]

it('every format is checked here', () => {
  expect([...CHECKED_FORMATS].sort()).toEqual([...FORMATS].sort())
})

it.each([
  ['table', '\u001b[2J'],
  ['table', 'gnp\u202eexe'],
  ['json', '{"a":"\u200b"}'],
  ['json', '[1'],
  ['ndjson', '{"schemaVersion":1}\n'],
  ['csv', '"a","=1+1"\r\n'],
  ['csv', '"a"," \t@SUM(1)"\r\n'],
  ['csv', '"a","b;=1+1"\r\n'],
  ['csv', '"a","line\nline"\r\n'],
  ['html', '<p onclick="x">a</p>'],
  ['html', '<a href="javascript:x">a</a>'],
  ['html', '<img src="x">'],
  ['html', '<script>x</script>'],
  ['html', '<p title=a>b</p>'],
  ['html', 'a < b'],
  ['markdown', '[x](javascript:alert(1))\n'],
  ['markdown', 'see https://evil.example/\n'],
  ['markdown', 'of kim@evil.example\n'],
  ['markdown', 'for @everyone\n'],
  ['markdown', 'a <b>c</b>\n'],
  ['markdown', '`a` b` <img src=x>\n'],
  ['markdown', '``a ` b``\n'],
  ['markdown', '| a |\n|---|\n'],
  ['sarif', '{"version":"2.1.0"}'],
  ['sarif', '{"version":"2.1.0","runs":[],"properties":{"text":"[x](y)"}}'],
  ['sarif', '{"version":"2.1.0","runs":[],"properties":{"uri":"javascript:alert(1)"}}'],
  ['junit', '<testsuites><script/></testsuites>'],
  ['junit', '<testsuites name="&#0;"/>'],
  ['junit', '<testsuites><!-- --></testsuites>'],
])('the check of %s finds %j', (format, text) => {
  expect(findActiveContent(format, Buffer.from(text))).not.toEqual([])
})

describe('a report in which every text is an attack', () => {
  it.each(CHECKED_FORMATS)('is inert as %s', async (format) => {
    const render = await reportFormats[format as keyof typeof reportFormats](hostileReport())
    expect(
      findActiveContent(format, Buffer.from(String(render({ width: 100, color: false })))),
    ).toEqual([])
  })

  it('is inert as a full table', async () => {
    const render = await reportFormats.table(hostileReport(), { full: true })
    expect(
      findActiveContent('table', Buffer.from(String(render({ width: 100, color: false })))),
    ).toEqual([])
  })

  it('keeps the true characters as JSON', async () => {
    const report = hostileReport()
    expect(JSON.parse((await reportFormats.json(report))({ width: 80, color: false }))).toEqual(
      report,
    )
  })
})

describe('a bundle in which every text carries an attack', () => {
  const folder = temporaryFolder()
  const bundle = attackCase(folder)
  const places = CHECKED_FORMATS.map((format) => [format, join(folder, `out.${format}`)] as const)
  const options = places.flatMap(([format, path]) => ['--report', `${format}=${path}`])
  const run = spawnSync(process.execPath, ['dist/cli.js', 'analyze', bundle, ...options], {
    encoding: 'utf8',
  })
  const bytes = new Map(places.map(([format, path]) => [format, readFileSync(path)]))

  it('is analyzed, and the attacks are in the JSON report', () => {
    expect(run.status).toBe(1)
    const json = String(bytes.get('json')).replaceAll('\\"', '"')
    for (const [place, attack] of Object.entries(EXPECTED_ATTACKS))
      expect(json, place).toContain(attack)
    expect(JSON.parse(String(bytes.get('json'))).summary.crashed).toBe(0)
  })

  it.each(CHECKED_FORMATS)('is inert as %s', (format) => {
    expect(findActiveContent(format, bytes.get(format) ?? new Uint8Array())).toEqual([])
  })

  it('is inert on standard output and standard error', () => {
    expect(findActiveContent('table', Buffer.from(run.stdout))).toEqual([])
    expect(findActiveContent('table', Buffer.from(run.stderr))).toEqual([])
  })

  it('contains message text and credentials, plain and in base64', () => {
    const evidence = filesBelow(bundle).map((path) => readFileSync(path, 'utf8'))
    for (const secret of SECRETS.slice(0, 3))
      expect(evidence.some((text) => text.toLowerCase().includes(secret.toLowerCase()))).toBe(true)
  })

  it.each(CHECKED_FORMATS)('contains no message text and no credentials as %s', (format) => {
    const text = String(bytes.get(format))
    expect(SECRETS.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))).toEqual(
      [],
    )
    const decoded = [...text.matchAll(/[\w+/=-]{12,}/g)].map(([run]) =>
      Buffer.from(run, 'base64').toString('latin1'),
    )
    expect(decoded.filter((text) => SECRETS.some((secret) => text.includes(secret)))).toEqual([])
  })
})

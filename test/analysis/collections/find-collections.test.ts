import { appendFileSync, cpSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { propertyRuns } from '../../properties/property-runs.ts'
import { folderEntries } from '../../support/archives/folder-entries.ts'
import { createZip } from '../../support/archives/zip.ts'
import {
  analyzeAsOne,
  analyzePaths,
  copyWhole,
  flaggedIn,
  verdictsOf,
} from '../../support/collections.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder('collections')
})

const inFolder = (...names: string[]) => join(folder, ...names)
const alone = async (name: string) => {
  const [report] = await analyzePaths(join('samples', 'whole', name))
  return report ? verdictsOf(report) : []
}

/** Another machine of another user; all texts have the length of the ones they replace. */
const OTHER_MACHINE: [string, string][] = [
  ['PC-0142', 'PC-0200'],
  ['kim@', 'lee@'],
  ['0011223344', '5566778899'],
]

describe('two collections in one folder', () => {
  it.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('are two cases, with whatever names: %s and %s', async (first, second) => {
    copyWhole('client-too-old', inFolder(first))
    copyWhole('healthy', inFolder(second))
    const cases = await analyzePaths(folder)
    expect(cases.map(({ id }) => id)).toEqual(['case/a', 'case/b'])
    const [old, healthy] = first === 'a' ? cases : [...cases].reverse()
    expect(old && flaggedIn(old)).toContain('client-build-too-old')
    expect(healthy && flaggedIn(healthy)).toEqual([])
    expect(cases[0]?.separation).toContain('different builds')
    expect(cases[1]?.separation).toBe(cases[0]?.separation)
  })

  it.each([
    ['the machine', [['PC-0142', 'PC-0200']], 'different machines'],
    ['the user', OTHER_MACHINE.slice(1, 2), 'different users (kim@contoso.example, lee@contoso'],
    ['the client id', OTHER_MACHINE.slice(2), 'different clients of one user'],
  ] as [string, [string, string][], string][])(
    'are told apart by %s',
    async (_, replace, reason) => {
      // Without its manifest, which names the machine, where that is not what differs.
      const part = reason.includes('machines') ? '' : 'Lync'
      copyWhole('healthy', inFolder('x'), { part })
      copyWhole('healthy', inFolder('y'), { part, replace })
      const cases = await analyzePaths(folder)
      expect(cases).toHaveLength(2)
      expect(cases[0]?.separation).toContain(reason)
    },
  )

  it('are told apart when they are a week apart', async () => {
    copyWhole('stuck-on-premises', inFolder('x'))
    copyWhole('stuck-on-premises-fixed', inFolder('y'))
    const cases = await analyzePaths(folder)
    expect(cases.map(flaggedIn).map(({ length }) => length > 0)).toEqual([true, false])
  })

  it('are told apart a week apart by their logs alone, with one build', async () => {
    copyWhole('healthy', inFolder('x'), { part: 'Tracing' })
    copyWhole('healthy', inFolder('y'), {
      part: 'Tracing',
      replace: [
        ['09/20/2016', '09/27/2016'],
        ['20 Sep', '27 Sep'],
      ],
    })
    expect((await analyzePaths(folder))[0]?.separation).toContain('7 d')
  })

  it('are told apart when they are archives', async () => {
    copyWhole('healthy', inFolder('x'))
    copyWhole('healthy', inFolder('y'), { replace: OTHER_MACHINE })
    const into = temporaryFolder('archives')
    for (const name of ['x', 'y'])
      writeFileSync(join(into, `${name}.zip`), createZip(folderEntries(inFolder(name))))
    expect((await analyzePaths(into)).map(({ id }) => id)).toEqual(['case/x.zip', 'case/y.zip'])
  })

  it('are told apart when they are two paths', async () => {
    copyWhole('healthy', inFolder('x'))
    copyWhole('healthy', inFolder('y'), { replace: OTHER_MACHINE })
    const cases = await analyzePaths(inFolder('x'), inFolder('y'))
    expect(cases.map(({ id }) => id)).toEqual(['case/x', 'case/y'])
  })

  it('are told apart when logs and spools of both lie in four folders', async () => {
    const other = { replace: OTHER_MACHINE }
    copyWhole('healthy', inFolder('1'), { part: 'Tracing' })
    copyWhole('healthy', inFolder('2'), { part: 'sip_' })
    copyWhole('healthy', inFolder('3'), { part: 'Tracing', ...other })
    copyWhole('healthy', inFolder('4'), { part: 'sip_', ...other })
    const cases = await analyzePaths(folder)
    expect(cases.map(({ id }) => id)).toEqual([
      'case/kim@contoso.example',
      'case/lee@contoso.example',
    ])
    for (const { inputs } of cases) expect(inputs).toHaveLength(3)
  })

  it('are told apart when the logs of two users lie side by side and cover the same time', async () => {
    copyWhole('healthy', inFolder('x'), { part: 'UccApilog' })
    copyWhole('healthy', inFolder('y'), { part: 'UccApilog', replace: OTHER_MACHINE })
    for (const name of ['x', 'y'])
      renameSync(
        inFolder(name, 'Lync', 'Tracing', 'Lync-UccApi-0.UccApilog'),
        inFolder(`${name}.UccApilog`),
      )
    expect(await analyzePaths(folder)).toHaveLength(2)
  })

  it('say in the headline that they are mixed when they have to be one case', async () => {
    copyWhole('client-too-old', inFolder('x'))
    copyWhole('healthy', inFolder('y'))
    const { headline, separation } = await analyzeAsOne(folder)
    expect(headline).toMatch(/^2 collections are mixed in this case: “x” and “y” are from clients/)
    expect(separation).toBeUndefined()
  })
})

it('evidence from standard input cannot be read twice, so all of it is one case', async () => {
  copyWhole('client-too-old', inFolder('x'))
  copyWhole('healthy', inFolder('y'))
  const cases = await analyzePaths(inFolder('x'), inFolder('y'), '-')
  expect(cases.map(({ headline }) => headline.split(' in this case')[0])).toEqual([
    '2 collections are mixed',
  ])
})

describe('administrator output beside two collections', () => {
  beforeEach(() => {
    copyWhole('healthy', inFolder('x'), { part: 'Lync' })
    copyWhole('healthy', inFolder('y'), { part: 'Lync', replace: OTHER_MACHINE })
  })
  const pathsOf = async () =>
    (await analyzePaths(folder)).map(({ inputs }) =>
      inputs.map(({ path }) => path).filter((path) => path.endsWith('.txt')),
    )

  it('belongs to the user whom it names', async () => {
    writeFileSync(inFolder('kim.txt'), 'SipAddress : sip:kim@contoso.example\nClientPolicy : A\n')
    writeFileSync(inFolder('lee.txt'), 'SipAddress : sip:lee@contoso.example\nClientPolicy : A\n')
    expect(await pathsOf()).toEqual([['kim.txt'], ['lee.txt']])
  })

  it('belongs to both when it names none, or a user of neither', async () => {
    writeFileSync(inFolder('im.txt'), 'Identity : Global\nEnableOfflineIm : True\n')
    writeFileSync(inFolder('pat.txt'), 'SipAddress : sip:pat@contoso.example\nClientPolicy : A\n')
    const both = ['im.txt', 'pat.txt']
    expect(await pathsOf()).toEqual([both, both])
  })
})

describe('one machine is one case', () => {
  const expectOne = async (name = 'healthy') => {
    const cases = await analyzePaths(folder)
    expect(cases.map(({ separation }) => separation)).toEqual([undefined])
    expect(cases.map(verdictsOf)).toEqual([await alone(name)])
    return cases[0]
  }

  it('when its logs, its spool and the administrator’s output lie in several folders', async () => {
    copyWhole('stuck-on-premises', inFolder('logs'), { part: 'Tracing' })
    copyWhole('stuck-on-premises', inFolder('spool'), { part: 'sip_' })
    copyWhole('stuck-on-premises', inFolder('admin'), { part: '.txt' })
    copyWhole('stuck-on-premises', inFolder('pc', 'registry'), { part: '.reg' })
    copyWhole('stuck-on-premises', inFolder('pc'), { part: '.json' })
    await expectOne('stuck-on-premises')
  })

  it('when its logs are in a zip beside its spool', async () => {
    const logs = temporaryFolder('logs')
    copyWhole('healthy', logs, { part: 'Tracing' })
    writeFileSync(inFolder('lynclogs.zip'), createZip(folderEntries(logs)))
    for (const part of ['sip_', '.txt', '.reg', '.json']) copyWhole('healthy', folder, { part })
    await expectOne()
  })

  it('when the spool was listed twice within hours', async () => {
    for (const status of ['flagged', 'clear']) {
      const sample = join('samples', 'rules', 'spool-backlog-growing', status)
      const [report, ...others] = await analyzePaths(sample)
      expect(others).toEqual([])
      expect(report && verdictsOf(report).join()).toContain(`spool-backlog-growing ${status}`)
    }
  })

  it('when it was collected twice within hours, and its log grew', async () => {
    copyWhole('healthy', inFolder('morning'))
    copyWhole('healthy', inFolder('noon'), { replace: [['T08:31:00', 'T11:31:00']] })
    appendFileSync(
      inFolder('noon', 'Lync', 'Tracing', 'Lync-UccApi-0.UccApilog'),
      '09/20/2016|13:30:00.000 1A2C:9F4 TRACE :: CUccPlatform::Idle\r\n',
    )
    const cases = await analyzePaths(folder)
    // What waited for 40 s in the morning is still there.
    expect(cases.map(flaggedIn)).toEqual([['spool-message-stuck', 'spool-backlog-growing']])
  })

  it('when two users share it', async () => {
    copyWhole('two-users', folder)
    await expectOne('two-users')
  })

  it('when its two users have a folder each and one manifest lists both', async () => {
    copyWhole('healthy', inFolder('kim'), { part: 'Lync' })
    copyWhole('healthy', inFolder('lee'), { part: 'Lync', replace: OTHER_MACHINE.slice(1) })
    const listed = (user: string) => `Lync\\sip_${user}@contoso.example\\History Spooler`
    writeFileSync(
      inFolder('spoolscope-manifest.json'),
      JSON.stringify({
        spoolscopeManifest: 1,
        collectedAt: '2016-09-20T08:31:00Z',
        machine: 'PC-0142',
        folders: [listed('kim'), listed('lee')],
        files: [],
      }),
    )
    expect(await analyzePaths(folder)).toHaveLength(1)
  })

  it('when two versions of the client have left their folders', async () => {
    copyWhole('healthy', inFolder('Office', '16.0'), { part: 'Lync' })
    copyWhole('client-too-old', inFolder('Office', '15.0'), { part: 'Lync' })
    expect(await analyzePaths(folder)).toHaveLength(1)
  })

  it('when nothing but an administrator’s output was sent', async () => {
    copyWhole('healthy', inFolder('x'), { part: 'administrator' })
    copyWhole('mail-domain-differs', inFolder('y'), { part: 'administrator' })
    expect(await analyzePaths(folder)).toHaveLength(1)
  })
})

describe('duplicates', () => {
  const SAMPLES = ['stuck-on-premises', 'healthy', 'two-users', 'ews-unavailable']

  it.each(SAMPLES)('of everything change no verdict and are listed: %s', async (name) => {
    copyWhole(name, inFolder('x'))
    cpSync(inFolder('x'), inFolder('x - Copy'), { recursive: true })
    writeFileSync(inFolder('x.zip'), createZip(folderEntries(inFolder('x'))))
    const [report, ...others] = await analyzePaths(folder)
    expect(others).toEqual([])
    expect(report && verdictsOf(report)).toEqual(await alone(name))
    const copies = report?.inputs.filter(({ notes }) =>
      notes.some((note) => /^The same as/.test(note)),
    )
    const { length } = folderEntries(inFolder('x')).filter(({ name }) => !/Spooler/.test(name))
    expect(copies?.length).toBeGreaterThanOrEqual(2 * length)
  })

  it('change no fact', async () => {
    copyWhole('stuck-on-premises', folder)
    const [before] = await analyzePaths(folder)
    const log = inFolder('Lync', 'Tracing', 'Lync-UccApi-0.UccApilog')
    cpSync(log, `${log}.bak`)
    cpSync(log, log.replace('-0.', '-0 (2).'))
    appendFileSync(`${log}.bak`, '\r\n') // not equal any more: its records are compared
    const [after] = await analyzePaths(folder)
    const counts = (report = before) => ({
      facts: Object.entries(report?.facts ?? {}).flatMap(([id, { value }]) =>
        id === 'logCoverage' ? [] : [id, value],
      ),
      journeys: report?.journeys?.length,
      marks: report?.timeline?.marks.length,
    })
    expect(counts(after)).toEqual(counts(before))
    expect(after && verdictsOf(after)).toEqual(await alone('stuck-on-premises'))
    const notes = after?.inputs.flatMap(({ notes }) => notes).join('\n')
    expect(notes).toMatch(/The same as/)
    expect(notes).toMatch(/Repeats records of/)
  })
})

describe('any two whole cases in one folder', () => {
  const SAMPLES = readdirSync(join('samples', 'whole'))
  const anyName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,8}[A-Za-z0-9]$/)

  it('get the verdicts that each gets alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...SAMPLES), { minLength: 2, maxLength: 2 }),
        fc.uniqueArray(anyName, {
          minLength: 2,
          maxLength: 2,
          selector: (name) => name.toLowerCase(),
        }),
        async ([first = '', second = ''], [one = '', other = '']) => {
          const root = temporaryFolder('pair')
          copyWhole(first, join(root, one))
          copyWhole(second, join(root, other))
          const cases = await analyzePaths(root)
          expect(
            Object.fromEntries(cases.map((report) => [report.id, verdictsOf(report)])),
          ).toEqual({
            [`case/${one}`]: await alone(first),
            [`case/${other}`]: await alone(second),
          })
        },
      ),
      propertyRuns(15),
    )
  })
})

it('a folder of many machines has a case for each, and shared files go to all', async () => {
  for (const number of [1, 2, 3, 4]) {
    const into = inFolder('2016', `machine ${number}`)
    copyWhole('healthy', into, { replace: [['PC-0142', `PC-000${number}`]] })
  }
  mkdirSync(dirname(inFolder('admin', 'im.txt')))
  writeFileSync(inFolder('admin', 'im.txt'), 'Identity : Global\nEnableOfflineIm : True\n')
  const cases = await analyzePaths(folder)
  expect(cases.map(({ id }) => id)).toEqual([1, 2, 3, 4].map((number) => `case/machine ${number}`))
  for (const { inputs } of cases)
    expect(inputs.map(({ path }) => path)).toContain(join('admin', 'im.txt'))
  expect(cases[0]?.separation).toMatch(/; and 3 more$/)
})

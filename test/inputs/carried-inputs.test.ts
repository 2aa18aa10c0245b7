import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import type { FoundInput } from '../../src/inputs/find-files.ts'
import { readCase } from '../../src/inputs/read-case.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { InputSummary } from '../../src/model/tally.ts'
import { allRecords } from '../../src/scan/matcher.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Result {
  readonly observations: readonly Observation[]
  readonly input: InputSummary
}

async function read(found: FoundInput, stdin: Readable, codePage: string): Promise<Result> {
  const observations: Observation[] = []
  await readCase([found], {
    wanted: allRecords,
    codePage,
    stdin,
    onObservation: (observation) => observations.push(observation),
  })
  const last = observations.at(-1)
  if (last?.kind !== 'input') throw new Error('the last observation is not the summary')
  return { observations: observations.slice(0, -1), input: last.input }
}

function readFile(content: Uint8Array | string, codePage = 'windows-1252'): Promise<Result> {
  const location = join(temporaryFolder(), 'out.txt')
  const bytes = Buffer.from(content)
  writeFileSync(location, bytes)
  const found = { kind: 'file', location, path: 'out.txt', bytes: bytes.length } as const
  return read(found, Readable.from([]), codePage)
}

const readStdin = (content: string, chunkBytes: number): Promise<Result> => {
  const bytes = Buffer.from(content)
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  )
  const found = { kind: 'stream', location: '-', path: 'standard input', bytes: 0 } as const
  return read(found, Readable.from(chunks), 'windows-1252')
}

const LIST = ['Identity        : Global', 'EnableOfflineIm : False']
const quote = (line: string) => `> ${line}`
const lineOf = ({ observations }: Result) => observations[0]?.source.line

const logLine = (second: number, text = 'TRACE :: idle') =>
  `06/14/2016|10:${String(Math.floor(second / 60) % 60).padStart(2, '0')}:` +
  `${String(second % 60).padStart(2, '0')}.000 1A2C:9F4 ${text}`

describe('a carried input', () => {
  it('says what was undone and has the lines of the input', async () => {
    const result = await readFile(['On Tue kim wrote:', ...LIST.map(quote)].join('\r\n'))
    expect(result.input.notes).toContain('Undone before reading: quoted as in a mail')
    expect(lineOf(result)).toBe(2)
  })

  it('has the lines of the input where lines were removed', async () => {
    const text = ['', '', ...LIST.flatMap((line) => [line, '']), 'Other : x']
    const result = await readFile(text.join('\n'))
    expect(result.input.notes.join()).toContain('double-spaced')
    expect(lineOf(result)).toBe(3)
  })

  it('is read from standard input', async () => {
    for (const chunkBytes of [7, 1 << 20]) {
      const { input } = await readStdin(LIST.map(quote).join('\n'), chunkBytes)
      expect(input).toMatchObject({ format: 'powershell-list', records: 1 })
    }
  })

  it('larger than its head is read to its end', async () => {
    const lines = Array.from({ length: 9000 }, (_, index) => quote(logLine(index)))
    expect(lines.join('\n').length).toBeGreaterThan(256 << 10)
    for (const { input } of [
      await readFile(lines.join('\n')),
      await readStdin(lines.join('\n'), 5000),
    ])
      expect(input).toMatchObject({ format: 'client-log', records: 9000, unreadable: 0 })
  })

  it('that grows no more than it says is not changed: a log keeps the characters of its messages', async () => {
    const message = 'INFO  :: Grüße\u00a0an alle'
    const result = await readFile([logLine(1, message), logLine(2)].join('\n'))
    expect(JSON.stringify(result.observations)).toContain('Grüße\u00a0an alle')
    expect(result.input.notes.join()).not.toContain('Undone')
  })

  it('in a fence is read, and says that the text around it was not', async () => {
    const reg = ['REGEDIT4', '', '[HKEY_CURRENT_USER\\Software\\x]', '"a"=dword:00000001']
    const { input } = await readFile(['The output:', '```', ...reg, '```', 'Regards'].join('\n'))
    expect(input).toMatchObject({ format: 'registry-export', status: 'read', records: 1 })
    expect(input.notes).toContain('2 lines were not understood: 1, 8')
  })
})

describe('a text that is not Unicode', () => {
  const german = [...LIST, 'Beschreibung : für alle'].join('\r\n')

  it('names the option that changes how it is read', async () => {
    const { input } = await readFile(iconv.encode(german, 'cp850'))
    expect(input.notes).toContain(
      'Not Unicode: read as windows-1252, so words may be wrong (--code-page to change)',
    )
    expect(input).toMatchObject({ status: 'read', records: 1 })
  })

  it('is read in the code page of the user, without that note', async () => {
    const { input, observations } = await readFile(iconv.encode(german, 'cp850'), 'cp850')
    expect(input.notes).toEqual([])
    const [observation] = observations
    expect(
      observation?.kind === 'cmdlet-output' && observation.properties.get('beschreibung'),
    ).toBe('für alle')
  })

  it('has no such note where it is UTF-8, even if its head ends inside a character', async () => {
    for (const shift of [0, 1, 2]) {
      const lines = Array.from({ length: 60_000 }, () => 'EnableOfflineIm : 漢')
      const { input } = await readFile(`${' '.repeat(shift)}\n${lines.join('\n')}`)
      expect(input.notes.join()).not.toContain('Not Unicode')
    }
  })
})

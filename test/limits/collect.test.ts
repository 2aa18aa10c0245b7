import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { LocalFiles } from '../../src/collect/local-files.ts'
import { type Survey, type SurveyLimits, surveyFolder } from '../../src/collect/survey-folder.ts'
import { verifyBundle } from '../../src/collect/verify-bundle.ts'
import type { EntryKind } from '../../src/inputs/folders/list-folder.ts'
import { defined } from '../../src/model/defined.ts'
import { createZip, type ZipEntry } from '../support/archives/zip.ts'
import { acceptsTest, keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ANY_NUMBER: SurveyLimits = {
  logs: 1e6,
  spooled: 1e6,
  users: 1e6,
  entries: 1e6,
  depth: 1e6,
  unread: 1e6,
  pathCharacters: 1e9,
}

/** Surveys a Lync folder with one folder, in which there are files of these names. */
function surveyOne(name: string, fileNames: Iterable<string>, limits?: SurveyLimits): Survey {
  const stats = (kind: EntryKind) => ({
    isSymbolicLink: () => false,
    isFile: () => kind === 'file',
    isDirectory: () => kind === 'folder',
    birthtimeMs: 0,
    mtimeMs: 0,
    size: 1,
  })
  const files: Partial<LocalFiles> = {
    *list(folder) {
      if (folder === '/Lync') yield { name, kind: 'folder' }
      else for (const fileName of fileNames) yield { name: fileName, kind: 'file' }
    },
    stat: (path) => stats(path === `/Lync/${name}` ? 'folder' : 'file') as never,
  }
  return surveyFolder('/Lync', 'Lync', files as LocalFiles, defined({ limits }))
}

// A smaller limit is tested: two million entries take seconds.
limitTest('collect/survey-folder.ts entries', {
  at: () => expect(surveyedAmong(20)).toEqual({ logs: 20, unread: [] }),
  beyond: () =>
    expect(surveyedAmong(21)).toEqual({
      logs: 20,
      unread: ['has more entries than are looked at'],
    }),
})

function surveyedAmong(count: number) {
  const limits = { ...ANY_NUMBER, entries: 20 }
  const names = Array.from({ length: count }, (_, at) => `${at}.log`)
  const { logs, unread } = surveyOne('Tracing', names, limits)
  return { logs: logs.length, unread: unread.map(({ reason }) => reason) }
}

limitTest('collect/survey-folder.ts pathCharacters', {
  at: (value) => expect(spooledWithin(value)).toEqual({ spooled: 6144, unread: [] }),
  beyond: (value) =>
    expect(spooledWithin(value + 1)).toEqual({
      spooled: 6143,
      unread: ['1 more files, beyond the limit of a collection'],
    }),
})

/** The items that are listed of those whose paths have so many characters. */
function spooledWithin(characters: number) {
  const folder = 'Lync/History Spooler/'
  const count = 6144
  const names = Array.from({ length: count }, (_, at) =>
    String(at).padEnd(1024 - folder.length, 'x'),
  )
  names.push(`${names.pop()}${'x'.repeat(characters - 1024 * count)}`)
  const { spooled, unread } = surveyOne('History Spooler', names)
  return { spooled: spooled.length, unread: unread.map(({ reason }) => reason) }
}

const manifestOf = (files: readonly object[]): ZipEntry => ({
  name: 'spoolscope-manifest.json',
  content: JSON.stringify({ spoolscopeManifest: 1, collectedAt: '2016-09-20T08:31:00Z', files }),
})

async function verify(entries: readonly ZipEntry[], maxEntries?: number) {
  const path = join(temporaryFolder('bundle'), 'PC-0142.zip')
  writeFileSync(path, createZip(entries))
  return verifyBundle(path, maxEntries)
}

keepsTest('collect/verify-bundle.ts MAX_PROBLEMS', async (count) => {
  const files = Array.from({ length: count }, (_, at) => ({ path: `${at}.log`, sha256: 'x' }))
  const { problems, omittedCount } = await verify([manifestOf(files)])
  expect(problems[0]).toBe('0.log: missing')
  return { kept: problems.length, left: omittedCount }
})

// A smaller limit is tested: a zip of 250,000 entries takes seconds.
limitTest('collect/verify-bundle.ts MAX_ENTRIES', {
  at: async () => expect(await verifiedEntries(20, 20)).toBe(true),
  beyond: async () => expect(await verifiedEntries(21, 20)).toBe(false),
})

const verifiedEntries = (count: number, maxEntries: number) => {
  const others = Array.from({ length: count - 1 }, (_, at) => ({ name: `${at}` }))
  return isVerified([manifestOf([]), ...others], 'has more than 20 entries', maxEntries)
}

acceptsTest('collect/verify-bundle.ts MAX_MANIFEST_BYTES', (bytes) => {
  const manifest = manifestOf([])
  const content = Buffer.alloc(bytes, ' ')
  content.write(String(manifest.content))
  return isVerified([{ ...manifest, content }], 'has a manifest of 67.1 MB')
})

async function isVerified(
  entries: readonly ZipEntry[],
  problem: string,
  maxEntries?: number,
): Promise<boolean> {
  try {
    await verify(entries, maxEntries)
    return true
  } catch (error) {
    expect(String(error)).toContain(problem)
    return false
  }
}

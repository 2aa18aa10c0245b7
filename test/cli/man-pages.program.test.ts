import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { requires } from '../support/requires.ts'

const FOLDER = 'dist/man'
const files = readdirSync(FOLDER).map((file) => `${FOLDER}/${file}`)
const { skip, title } = requires('mandoc')

it('package.json installs every page that the build writes', () => {
  const { man } = JSON.parse(readFileSync('package.json', 'utf8')) as { man: string[] }
  expect([...man].sort()).toEqual(files.map((file) => `./${file}`).sort())
})

it.skipIf(skip)(`mandoc finds nothing to complain about${title}`, () => {
  const { status, stdout, stderr } = spawnSync('mandoc', ['-T', 'lint', ...files], {
    encoding: 'utf8',
  })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
})

it.skipIf(skip)(`a page is shown as it was meant${title}`, () => {
  const { stdout } = spawnSync('mandoc', ['-T', 'utf8', `${FOLDER}/spoolscope-show.1`], {
    encoding: 'utf8',
  })
  // Bold letters are struck twice.
  const text = stdout.replace(/.\u0008/g, '')
  expect(text).toMatch(/NAME\n +spoolscope-show - prints the lines that a report cites/)
  expect(text).toContain('-C, --context <n>')
  expect(text).toContain('spoolscope show [options] <case>:<path>:<line>…')
  expect(text).toContain('spoolscope show PC-0142.zip:registry.reg:10 -C 0')
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { Shell, type ShellName } from '../../support/programs/shell.ts'
import { requires } from '../../support/requires.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const LINES = [
  ['spoolscope ana', 'spoolscope analyze'],
  ['spoolscope etl pr', 'spoolscope etl print'],
  ['spoolscope analyze --full --forma', 'spoolscope analyze --full --format'],
  ['spoolscope analyze --format=ma', 'spoolscope analyze --format=markdown'],
  ['spoolscope analyze -f ma', 'spoolscope analyze -f markdown'],
  ['spoolscope explain clock', 'spoolscope explain clock-skew'],
  [
    'spoolscope analyze --rule clock-skew,logg',
    'spoolscope analyze --rule clock-skew,logging-not-full',
  ],
  ['spoolscope analyze PC', 'spoolscope analyze PC-0142.zip'],
  ['spoolscope analyze --output=PC', 'spoolscope analyze --output=PC-0142.zip'],
  ['spoolscope analyze --report ht', 'spoolscope analyze --report html='],
  ['spoolscope analyze --report html=PC', 'spoolscope analyze --report html=PC-0142.zip'],
  ['spoolscope verify two', 'spoolscope verify two\\ words.zip'],
  ['spoolscope help etl in', 'spoolscope help etl info'],
] as const

describe.each(['bash', 'zsh', 'fish'] as const satisfies readonly ShellName[])('%s', (name) => {
  const { skip, title } = requires(name)
  describe.skipIf(skip)(`completes on Tab${title}`, () => {
    let shell: Shell

    beforeAll(async () => {
      const folder = temporaryFolder('completion')
      for (const file of ['PC-0142.zip', 'two words.zip']) writeFileSync(join(folder, file), '')
      shell = await Shell.start(name, folder)
    })
    afterAll(() => shell.close())

    it.each(LINES)('%s → %s', (typed, expected) => shell.completes(typed, expected))
  })
})

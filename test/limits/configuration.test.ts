import { realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from 'vitest'
import { parseConfig, toProblem } from '../../src/cli/config/parse-config.ts'
import { definitionsOfAll, readConfig } from '../../src/cli/config/read-config.ts'
import { configTable } from '../../src/reports/config/config-table.ts'
import { acceptsTest, keepsTest } from '../support/limits/limit-test.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = realpathSync(temporaryFolder('config-limits'))
const all = definitionsOfAll()

describe('the limits of configurations', () => {
  acceptsTest('cli/config/read-config.ts MAX_CONFIG_BYTES', async (bytes) => {
    const path = join(folder, 'large.yaml')
    writeFileSync(path, `# ${'x'.repeat(bytes - 3)}\n`)
    const lookup = { env: {}, platform: 'linux', workingDirectory: folder } as const
    return readConfig({ path, kind: 'named' }, all, lookup).then(
      ({ problems }) => problems.length === 0,
      () => false,
    )
  })

  acceptsTest('cli/config/parse-config.ts MAX_NESTING', (open) => {
    // The document and the mapping are open, too.
    const { problems } = parseConfig(`tmf: ${'['.repeat(open - 2)}`, all)
    return !problems.some(({ message }) => message.includes('nested too deep'))
  })

  keepsTest(
    'cli/config/parse-config.ts MAX_CONFIG_PROBLEMS',
    (count) =>
      parseConfig(Array.from({ length: count }, (_, at) => `x${at}: 1\n`).join(''), all).problems
        .length,
  )

  keepsTest('cli/config/parse-config.ts MAX_SHOWN_CHARACTERS', (length) => {
    const [problem] = parseConfig(`${'x'.repeat(length)}: 1`, all).problems
    return (
      /“(x*)(…?)”/
        .exec(problem?.message ?? '')
        ?.slice(1)
        .join('').length ?? 0
    )
  })

  keepsTest(
    'cli/config/parse-config.ts MAX_MESSAGE_CHARACTERS',
    (length) => toProblem({ line: 1, column: 1 }, 'x'.repeat(length)).message.length,
  )

  keepsTest('reports/config/config-table.ts MAX_VALUE_CHARACTERS', (length) => {
    const table = configTable(
      {
        schemaVersion: 1,
        tool: { name: 'spoolscope', version: '0.1.0' },
        files: [],
        options: [{ option: 'tmf', value: 'x'.repeat(length), from: { kind: 'command-line' } }],
      },
      { color: false, width: 200 },
    )
    return /x+…?/.exec(String(table))?.[0].length ?? 0
  })
})

import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/**
 * Kills programs and Redis, rotates logs and fills disks, at full counts: `npm run faults`. Names of
 * files choose some of the tests: `npm run faults -- rotation`. `npm test` runs the same tests with
 * small counts.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '100' },
    'redacted-kills': { type: 'string', default: '100' },
    'worker-kills': { type: 'string', default: '32' },
    'redis-kills': { type: 'string', default: '8' },
    seconds: { type: 'string', default: '60' },
    rotations: { type: 'string', default: '50' },
    items: { type: 'string', default: '50000' },
    'log-megabytes': { type: 'string', default: '1000' },
  },
})

const env = { ...process.env, SPOOLSCOPE_FAULTS_TELL: '1' }
for (const [name, value] of Object.entries(values))
  env[`SPOOLSCOPE_FAULTS_${name.toUpperCase().replaceAll('-', '_')}`] = value

const files = positionals.length > 0 ? positionals : ['']
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project=program',
    '--testTimeout=3600000',
    '--reporter=verbose',
    '--disableConsoleIntercept=true',
    ...files.map((file) => `test/faults/${file}`),
  ],
  { env, stdio: 'inherit' },
)
process.exitCode = status ?? 1

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileLines, parseWrittenLine, sampleBundles } from '../support/bundles.ts'
import { eventually } from '../support/eventually.ts'
import { batchLineSchemaProblems } from '../support/schemas/report-schema.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CLI = resolve('dist/cli.js')
const folder = temporaryFolder()
sampleBundles(join(folder, 'bundles'), 28)
mkdirSync(join(folder, 'healthy'))
cpSync('samples/whole/healthy', join(folder, 'healthy', 'PC-1'), {
  recursive: true,
  preserveTimestamps: true,
})
mkdirSync(join(folder, 'unreadable', 'empty'), { recursive: true })
writeFileSync(join(folder, 'unreadable', 'zero.log'), '')

let outputs = 0
const newOutput = () => {
  outputs += 1
  return `results-${outputs}.ndjson`
}

function run(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    encoding: 'utf8',
    input,
  })
  return { status, stdout, stderr }
}
const batch = (...args: readonly string[]) => run(['batch', ...args])
const sorted = (path: string) => fileLines(join(folder, path)).sort()

describe('spoolscope batch', () => {
  it('writes a line for each child of a folder, and ends with causes and symptoms', () => {
    const output = newOutput()
    const { status, stdout, stderr } = batch('bundles', '--output', output)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    const [counts, causes, ...others] = stderr.trimEnd().split('\n')
    expect(counts).toBe('28 bundles: 28 analyzed, 0 unreadable, 0 failed.')
    expect(causes).toMatch(/^Causes: [a-z-]+ \d+ cases \((?:proven|likely|possible) \d+.*\.$/)
    expect(others.some((line) => line.startsWith('Symptoms: spool-message-stuck '))).toBe(true)
    const lines = sorted(output).map(parseWrittenLine)
    expect(lines.map(({ bundle }) => bundle)).toEqual(
      Array.from({ length: 28 }, (_, index) =>
        join('bundles', `PC-${String(index).padStart(4, '0')}`),
      ),
    )
    expect(new Set(lines.map(({ ruleSet }) => ruleSet)).size).toBe(1)
    expect(lines.every(({ report, bundle }) => report?.id === bundle)).toBe(true)
    expect(lines.flatMap(batchLineSchemaProblems)).toEqual([])
  })

  it('prints the same to standard output, for any --jobs', () => {
    const output = newOutput()
    batch('bundles', '--output', output, '--jobs', '1', '--quiet')
    const { stdout, stderr } = batch('bundles', '--jobs', '4', '--quiet')
    expect(stderr).toBe('')
    expect(stdout.split('\n').slice(0, -1).sort()).toEqual(sorted(output))
  })

  it('exits with 0 if nothing is flagged, 1 if something is, 2 if nothing was analyzed', () => {
    expect(batch('healthy')).toMatchObject({
      status: 0,
      stderr: '1 bundle: 1 analyzed, 0 unreadable, 0 failed.\nNothing wrong: 1 case.\n',
    })
    expect(batch('bundles').status).toBe(1)
    expect(batch('bundles', '--fail-on', 'never').status).toBe(0)
    expect(batch('unreadable')).toMatchObject({
      status: 2,
      stderr: '2 bundles: 0 analyzed, 2 unreadable, 0 failed.\n',
    })
  })

  it('takes paths from standard input, and states why one is not a bundle', () => {
    const input = [
      'bundles/PC-0000',
      'nowhere',
      'bundles/PC-0000',
      '',
      `${'x'.repeat(40_000)}`,
      'bundles/PC-0001\r',
      '-',
    ].join('\n')
    const { stdout, stderr } = run(['batch', '-'], input)
    const lines = stdout.split('\n').slice(0, -1).map(parseWrittenLine)
    expect(lines.flatMap(batchLineSchemaProblems)).toEqual([])
    expect(lines.map(({ bundle, status }) => [bundle.slice(0, 20), status]).sort()).toEqual([
      ['-', 'unreadable'],
      ['bundles/PC-0000', 'judged'],
      ['bundles/PC-0001', 'judged'],
      ['nowhere', 'unreadable'],
      ['x'.repeat(20), 'unreadable'],
    ])
    expect(stderr).toContain('5 bundles: 2 analyzed, 3 unreadable, 0 failed.')
  })

  it('takes shards that together are one run', () => {
    const whole = newOutput()
    batch('bundles', '--output', whole)
    const shards = [1, 2, 3].map((share) => {
      const output = newOutput()
      batch('bundles', '--output', output, '--shard', `${share}/3`)
      return output
    })
    const [mergedShards, mergedWhole] = [newOutput(), newOutput()]
    expect(run(['merge', ...shards, '--output', mergedShards])).toMatchObject({
      status: 0,
      stderr: `28 bundles from 3 files written to ${mergedShards}\n`,
    })
    run(['merge', whole, '--output', mergedWhole])
    expect(readFileSync(join(folder, mergedShards))).toEqual(
      readFileSync(join(folder, mergedWhole)),
    )
  })

  it('takes results from the cache', () => {
    const cache = ['--cache', 'cache']
    const [first, second] = [newOutput(), newOutput()]
    batch('bundles', '--output', first, ...cache)
    batch('bundles', '--output', second, ...cache)
    expect(sorted(second)).toEqual(sorted(first))
  })
})

describe('an existing output', () => {
  const output = newOutput()
  it('is rejected with the fix, and not changed', () => {
    batch('healthy', '--output', output)
    const before = readFileSync(join(folder, output))
    const { status, stderr } = batch('bundles', '--output', output)
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr:
        `spoolscope: ${output} exists already. Continue it with --resume, ` +
        'or choose another file with --output.\n',
    })
    expect(readFileSync(join(folder, output))).toEqual(before)
  })

  it('is continued by --resume, which counts its lines', () => {
    const { status, stderr } = batch('bundles', 'healthy', '--output', output, '--resume')
    expect(status).toBe(1)
    expect(stderr).toContain('29 bundles: 29 analyzed')
    const before = readFileSync(join(folder, output))
    expect(batch('bundles', 'healthy', '--output', output, '--resume')).toMatchObject({
      status: 1,
      stderr,
    })
    expect(readFileSync(join(folder, output))).toEqual(before)
  })

  it('loses only a cut line with --resume; a damaged line is reported', () => {
    const cut = newOutput()
    batch('bundles', '--output', cut)
    const path = join(folder, cut)
    const whole = sorted(cut)
    truncateSync(path, statSync(path).size - 100)
    appendFileSync(path, '')
    batch('bundles', '--output', cut, '--resume')
    expect(sorted(cut)).toEqual(whole)
    const [first = '', ...others] = fileLines(path)
    writeFileSync(path, `${[first.slice(0, 100), ...others].join('\n')}\n`)
    const { stderr } = batch('bundles', '--output', cut, '--resume')
    expect(stderr).toContain(`line 1 of ${cut} is damaged; its bundle is analyzed again.`)
    expect(sorted(cut).filter((line) => line.length > 100)).toEqual(whole)
  })

  it('is analyzed again by --resume where the machine failed, not the bundle', () => {
    const failed = newOutput()
    const path = join(folder, failed)
    batch('bundles', '--output', failed)
    const lines = fileLines(path)
    const [first = '', second = '', ...others] = lines
    const failure = (line: string, more: object) => {
      const { report, sha256, ...rest } = JSON.parse(line)
      return JSON.stringify({ ...rest, status: 'failed', reason: 'no space', ...more })
    }
    const temporary = failure(first, { temporary: true })
    const lasting = failure(second, {})
    expect(batchLineSchemaProblems(JSON.parse(temporary))).toEqual([])
    writeFileSync(path, `${[temporary, lasting, ...others].join('\n')}\n`)
    const { stderr } = batch('bundles', '--output', failed, '--resume')
    expect(stderr).toContain('28 bundles: 27 analyzed, 0 unreadable, 1 failed.')
    expect(sorted(failed)).toEqual([temporary, lasting, ...others, first].sort())
    const again = batch('bundles', '--output', failed, '--resume')
    expect(again.stderr).toBe(stderr)
    const merged = run(['merge', failed])
    expect(merged.stdout.trimEnd().split('\n').sort()).toEqual([first, lasting, ...others].sort())
    expect(run(['summarize', failed]).stdout).toContain('27')
  })

  it('is not continued with other rules', () => {
    const { status, stderr } = batch(
      'bundles',
      '--output',
      output,
      '--resume',
      '--rule',
      'clock-skew',
    )
    expect(status).toBe(2)
    expect(stderr).toContain(
      `${output} was made with other rules, limits or options, or by another version`,
    )
  })

  it.each([
    ['a log', readFileSync('samples/formats/client-log/sign-in.UccApilog')],
    ['a text without a line end', Buffer.from('notes')],
    ['JSON', Buffer.from('{"cases":[]}\n')],
  ])('is not continued when it is %s, also under another name', (name, content) => {
    const evidence = join(folder, name)
    const other = join(folder, `${name}, linked`)
    writeFileSync(evidence, content)
    linkSync(evidence, other)
    const { status, stderr } = batch('healthy', '--output', other, '--resume')
    expect(status).toBe(2)
    expect(stderr).toContain(
      `${other} does not contain results, and is left as it is. Choose another file with --output.`,
    )
    expect(readFileSync(evidence)).toEqual(content)
  })

  it('is continued when its first line was cut', () => {
    const cut = newOutput()
    writeFileSync(join(folder, cut), '{"schemaVersion":1,"bundle":"heal')
    expect(batch('healthy', '--output', cut, '--resume').status).toBe(0)
    expect(fileLines(join(folder, cut))).toHaveLength(1)
  })

  it('need not exist for --resume', () => {
    expect(batch('healthy', '--output', newOutput(), '--resume').status).toBe(0)
  })
})

describe('wrong usage is rejected with the fix', () => {
  it.each([
    [['bundles', '--resume'], '--resume needs the file to go on with: --output results.ndjson.'],
    [
      ['bundles', '--output', 'bundles/r.ndjson'],
      '--output bundles/r.ndjson is among the bundles of bundles',
    ],
    [
      ['bundles', '--cache', 'bundles/cache'],
      '--cache bundles/cache is among the bundles of bundles',
    ],
    [['bundles', '--output', 'nowhere/r.ndjson'], 'Cannot write nowhere/r.ndjson'],
    [['bundles', '--as-of', 'now'], 'give it as a time, such as --as-of 20'],
    [['bundles', '--as-of', 'noon'], '--as-of takes a time with its zone'],
    [['bundles', '--shard', '0/4'], 'counts from 0, such as JOB_COMPLETION_INDEX'],
    [['bundles', '--memory', '1M'], '--memory takes a size of 32M or more'],
    [['bundles', '--timeout', '0s'], '--timeout takes a duration'],
    [['bundles', '--jobs', '0'], '--jobs takes a number from 1 to 64'],
    [['bundles/PC-0000'], 'bundles/PC-0000 looks like a bundle itself'],
    [['no-*'], 'No path matches no-*.'],
    [[], 'No bundles given.'],
  ])('%j', (args, message) => {
    const { status, stdout, stderr } = batch(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('bug')
  })

  it('leaves no file behind', () => {
    const output = newOutput()
    batch('no-*', '--output', output)
    expect(statSync(join(folder, output), { throwIfNoEntry: false })).toBeUndefined()
  })

  it('of merge', () => {
    expect(run(['merge'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Which results?') as string,
    })
    expect(run(['merge', 'nowhere'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('No such file or folder: nowhere') as string,
    })
    expect(run(['merge', 'bundles'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('bundles is not a file.') as string,
    })
  })
})

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s', (signal, exitCode) => {
  it('finishes the current bundles, and states how to continue', async () => {
    const output = newOutput()
    const args = ['batch', '-', '--output', output]
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: folder,
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    const stderr: Buffer[] = []
    child.stderr.on('data', (data: Buffer) => stderr.push(data))
    const exited = once(child, 'exit')
    child.stdin.write('bundles/PC-0000\nbundles/PC-0001\n') // The input stays open.
    const written = () => (statSync(join(folder, output), { throwIfNoEntry: false })?.size ?? 0) > 0
    await eventually(written, 'a line', () => Buffer.concat(stderr).toString())
    child.kill(signal)
    expect(await exited).toEqual([exitCode, null])
    expect(Buffer.concat(stderr).toString()).toContain(
      `spoolscope: ended by ${signal} before all bundles were analyzed. ` +
        `Continue with the same command and --resume: what is in ${output} is kept.\n`,
    )
    expect(sorted(output).map((line) => parseWrittenLine(line).status)).toContain('judged')
    child.stdin.destroy()
  })
})

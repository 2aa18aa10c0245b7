import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, vi } from 'vitest'
import { analyzeBundle } from '../../src/batch/analyze-bundle.ts'
import { BundleWorker, type BundleWorkerOptions } from '../../src/batch/bundle-worker.ts'
import { locateCases } from '../../src/batch/diff/locate-cases.ts'
import { retryRejected } from '../../src/batch/queue/retry-rejected.ts'
import { causeMatrix } from '../../src/batch/summary/cause-matrix.ts'
import { FleetCollector } from '../../src/batch/summary/fleet-collector.ts'
import { batchOptions } from '../../src/cli/options/batch-options.ts'
import { parseOptions } from '../../src/cli/options/define-option.ts'
import { compareCases } from '../../src/diff/compare-cases.ts'
import { FleetChanges } from '../../src/diff/fleet-changes.ts'
import type { BatchLine } from '../../src/model/batch-line.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { facts, flaggedVerdict, judgedBatchLine } from '../support/batch-lines.ts'
import { batchOrder, parseWrittenLine, workerOptions } from '../support/bundles.ts'
import { summarizeLines } from '../support/fleet.ts'
import { keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { caseReport, verdict } from '../support/reports.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const times = <T>(count: number, create: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => create(at))

/** The reason of the line of a bundle that has these files, none of them readable. */
async function unreadableReason(names: readonly string[]): Promise<string> {
  const folder = temporaryFolder('bundle')
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]))
  }
  return (await analyzeBundle(folder, batchOrder())).reason ?? ''
}

keepsTest('batch/analyze-bundle.ts MAX_NAMED_INPUTS', async (count) => {
  const reason = await unreadableReason(times(count, (at) => `${at}.png`))
  const left = /; and (\d+) more$/.exec(reason)?.[1] ?? 0
  return { kept: reason.match(/(?:: |; )\d\.png/g)?.length ?? 0, left: Number(left) }
})

keepsTest('batch/analyze-bundle.ts MAX_REASON_CHARS', async (length) => {
  const shortest = (await unreadableReason(['x.png'])).length - 'x'.length
  const reason = await unreadableReason([
    `${'folder/'.repeat(200).slice(0, length - shortest - 1)}x.png`,
  ])
  return reason.length
})

/** A worker that does not analyze: the name of a bundle is a script that it runs instead. */
function scriptWorker(options: Partial<BundleWorkerOptions> = {}): BundleWorker {
  const program = join(temporaryFolder('worker'), 'worker.mjs')
  writeFileSync(
    program,
    `import { parentPort, resourceLimits } from 'node:worker_threads'
    parentPort.on('message', (script) => {
      if (script === null) process.exit(0)
      parentPort.postMessage(eval(script))
    })
    parentPort.postMessage('ready')`,
  )
  const worker = new BundleWorker(batchOrder(), workerOptions(pathToFileURL(program), options))
  onTestFinished(() => worker.close())
  return worker
}

const reasonOf = async (worker: BundleWorker, script: string) =>
  parseWrittenLine((await worker.analyze(script)).text).reason ?? ''

keepsTest('batch/bundle-worker.ts MAX_REASON_CHARS', async (length) => {
  const characters = length - 'reading it crashed: '.length
  return (await reasonOf(scriptWorker(), `throw new Error('x'.repeat(${characters}))`)).length
})

/** The value of an option of `batch` that is not given. */
const defaultOf = async (name: keyof typeof batchOptions) =>
  (await parseOptions({ [name]: batchOptions[name] as never }, {}))[name]

limitTest('cli/options/batch-options.ts DEFAULT_TIMEOUT_MS', {
  async at(value) {
    expect(await defaultOf('timeout')).toBe(value)
    expect(await isStoppedAfter(value)).toBe(false)
  },
  beyond: async (value) => expect(await isStoppedAfter(value + 1)).toBe(true),
})

/** Whether a worker is stopped that has worked for so long, in milliseconds. */
async function isStoppedAfter(elapsedMs: number): Promise<boolean> {
  const timeoutMs = Number(await defaultOf('timeout'))
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000)
  onTestFinished(() => now.mockRestore())
  const worker = scriptWorker({ timeoutMs, limitTexts: { memory: '', timeout: '10 min' } })
  // The worker is ready once it has answered.
  await worker.analyze('({ text: new Uint8Array() })')
  const answer = reasonOf(worker, 'for (;;);')
  const other = new Promise<string>((resolve) => setTimeout(() => resolve('still working'), 50))
  worker.checkTimeout(1000 + elapsedMs, 0)
  return (await Promise.race([answer, other])).includes('--timeout')
}

limitTest('cli/options/batch-options.ts DEFAULT_MEMORY_MIB', {
  async at(value) {
    const memoryMiB = Number(await defaultOf('memory'))
    expect(memoryMiB).toBe(value)
    const limit = await scriptWorker({ memoryMiB }).analyze('resourceLimits.maxOldGenerationSizeMb')
    expect(limit).toBe(value)
    expect(await isWithinMemory(16)).toBe(true)
  },
  beyond: async () => expect(await isWithinMemory(64)).toBe(false),
})

/** Whether a worker with a limit of 32 MiB can allocate so many MiB. */
async function isWithinMemory(mebibytes: number): Promise<boolean> {
  const limits = { memoryMiB: 32, limitTexts: { memory: '32 MiB', timeout: '' } }
  const reason = await reasonOf(
    scriptWorker(limits),
    `Array.from({ length: ${mebibytes} }, () => new Array((1 << 20) / 8).fill(0.5))
    ;({ text: Buffer.from('{"reason":"enough"}') })`,
  )
  if (reason !== 'enough') expect(reason).toBe('it needs more memory than 32 MiB (--memory)')
  return reason === 'enough'
}

limitTest('batch/queue/retry-rejected.ts MAX_ATTEMPTS', {
  at: async (value) => expect(await attemptsUntil(value)).toBe(value),
  beyond: async (value) => expect(await attemptsUntil(value + 1)).toBe('out of memory'),
})

/** Number of attempts if so many are needed, or the error of the last one. */
async function attemptsUntil(accepted: number): Promise<number | string> {
  let attempts = 0
  const send = async () => {
    attempts += 1
    if (attempts < accepted) throw Object.assign(new Error('out of memory'), { name: 'ReplyError' })
    return attempts
  }
  return retryRejected(
    send,
    () => {},
    async () => {},
  ).catch(({ message }) => message)
}

keepsTest('batch/diff/locate-cases.ts MAX_LISTED_DAMAGE', (count) => {
  const path = join(temporaryFolder('results'), 'results.ndjson')
  writeFileSync(path, 'not a result\n'.repeat(count))
  const { first, total } = locateCases(path).damage
  return { kept: first.length, left: total - first.length }
})

/** The causes in a matrix of a fleet in which each case has a cause and a server of its own. */
function matrixOf(count: number) {
  const fleet = new FleetCollector()
  for (let at = 0; at < count; at += 1)
    fleet.add(
      judgedBatchLine(`PC-${at}`, {
        facts: facts({ server: `Server ${at}` }),
        verdicts: [flaggedVerdict(`rule-${at}`)],
      }),
    )
  return causeMatrix(fleet, 'server')
}

keepsTest('batch/summary/cause-matrix.ts MAX_VALUES', (count) => {
  const { values, omittedValues } = matrixOf(count)
  return { kept: values.length, left: omittedValues }
})

keepsTest('batch/summary/cause-matrix.ts MAX_CAUSES', (count) => {
  const { causes, omittedCauses } = matrixOf(count)
  return { kept: causes.length, left: omittedCauses }
})

keepsTest('batch/summary/fleet-summary.ts MAX_GAPS', (count) => {
  const verdicts = times(count, (at) => [
    verdict(`gap-${at}`, {
      status: 'not-checked',
      missing: [{ evidence: `evidence ${at}`, how: 'Collect it.' }],
    }),
    verdict(`crash-${at}`, { status: 'crashed' }),
  ]).flat()
  // Several cases, because the rules that are kept of one are limited too.
  const lines: BatchLine[] = times(Math.ceil(count / 50), (part) =>
    judgedBatchLine(`PC-${part}`, { verdicts: verdicts.slice(part * 100, part * 100 + 100) }),
  )
  const { notChecked, crashed } = summarizeLines(lines)
  expect(crashed.listed.length).toBe(notChecked.listed.length)
  expect(crashed.others.values).toBe(notChecked.others.values)
  return { kept: notChecked.listed.length, left: notChecked.others.values }
})

const flagged = (rules: readonly string[]): CaseReport =>
  caseReport({ verdicts: rules.map((rule) => verdict(rule, { status: 'flagged' })) })
const cleared = (rules: readonly string[]): CaseReport =>
  caseReport({ verdicts: rules.map((rule) => verdict(rule)) })

keepsTest('diff/fleet-changes.ts MAX_LISTED', (count) => {
  const changes = new FleetChanges()
  const worse = compareCases(cleared(['x']), flagged(['x']), ['', ''])
  const better = compareCases(flagged(['x']), cleared(['x']), ['', ''])
  const unknown = compareCases(flagged(['x']), caseReport(), ['', ''])
  for (let at = 0; at < count; at += 1) {
    for (const change of [worse, better, unknown]) changes.addCompared(`PC-${at}`, change)
    changes.addUnmatched('before', `old-${at}`)
    changes.addUnmatched('after', `new-${at}`)
    changes.addNotCompared({ bundle: `PC-${at}`, why: 'other-rules' })
  }
  const { changed, onlyBefore, onlyAfter, notCompared } = changes.result()
  expect(changed.listed.length).toBe(3 * onlyBefore.listed.length)
  expect(changed.omitted).toBe(3 * onlyBefore.omitted)
  for (const { listed, omitted } of [onlyAfter, notCompared])
    expect([listed.length, omitted]).toEqual([onlyBefore.listed.length, onlyBefore.omitted])
  return { kept: onlyBefore.listed.length, left: onlyBefore.omitted }
})

keepsTest('diff/fleet-changes.ts MAX_RULES', (count) => {
  const rules = times(count, (at) => `rule-${at}`)
  const changes = new FleetChanges()
  const difference = compareCases(cleared(rules), flagged(rules), ['', ''])
  const causes = rules.map((rule) => ({ rule, title: rule, change: 'came' as const }))
  changes.addCompared('PC-1', { ...difference, diagnosis: { causes } as never })
  const result = changes.result()
  // All of them count for the exit code.
  expect(changes.appeared.error).toBe(count)
  expect(result.diagnosedCauses.length).toBe(result.causes.length)
  return result.causes.length
})

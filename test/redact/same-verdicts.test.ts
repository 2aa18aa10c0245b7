import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { analyzeCase } from '../../src/analysis/analyze-case.ts'
import { DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import { sniffEncoding } from '../../src/inputs/encoding.ts'
import { findInputs } from '../../src/inputs/find-inputs.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { EncodedLogRedactor } from '../../src/redact/log/encoded-log-redactor.ts'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { redactText } from '../../src/redact/redact-text.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { rules } from '../../src/rules/index.ts'
import { filesBelow } from '../support/samples.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function redactBytes(
  bytes: Buffer,
  names: NameRegistry,
  into: (bytes: Uint8Array) => void,
  learning: boolean,
): void {
  const { encoding, bom } = sniffEncoding(bytes)
  const log = new EncodedLogRedactor(names, encoding, into)
  if (learning) log.startLearning()
  else into(bytes.subarray(0, bom))
  log.push(bytes.subarray(bom))
  log.end()
}

/**
 * Redacts a folder file by file with one map, as `spoolscope redact` does, including folder names.
 */
function redactFolder(folder: string, into: string): void {
  const names = new NameRegistry(new TokenGenerator())
  for (const learning of [true, false])
    for (const path of filesBelow(folder)) {
      const target = join(into, redactText(relative(folder, path), names))
      const parts: Buffer[] = []
      redactBytes(
        readFileSync(path),
        names,
        (bytes) => void parts.push(Buffer.from(bytes)),
        learning,
      )
      if (learning) continue
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, Buffer.concat(parts))
    }
}

async function analyze(path: string): Promise<CaseReport> {
  const found = await findInputs([path], { limits: DEFAULT_ARCHIVE_LIMITS })
  return analyzeCase({
    id: 'case',
    found,
    rules,
    thresholds: new Map(),
    givenObservations: [],
    codePage: 'windows-1252',
    stdin: Readable.from([]),
  })
}

const folders = [
  ...readdirSync('samples/whole').map((name) => join('samples/whole', name)),
  ...readdirSync('samples/rules').flatMap((rule) =>
    readdirSync(join('samples/rules', rule)).map((name) => join('samples/rules', rule, name)),
  ),
]

describe.each(folders)('%s', (folder) => {
  it('gives the same verdicts after its files were redacted', async () => {
    const into = temporaryFolder('redacted')
    try {
      redactFolder(folder, into)
      const [before, after] = [await analyze(folder), await analyze(into)]
      const statuses = ({ verdicts }: CaseReport) =>
        verdicts.map(({ rule, status, findings }) => `${rule} ${status} ${findings.length}`)
      expect(statuses(after)).toEqual(statuses(before))
      const read = ({ inputs }: CaseReport) =>
        inputs
          .map(
            (input) =>
              `${input.format} ${input.records} ${input.unreadable} ${input.status} ${input.damage.length}`,
          )
          .sort()
      expect(read(after)).toEqual(read(before))
    } finally {
      rmSync(into, { recursive: true, force: true })
    }
  })
})

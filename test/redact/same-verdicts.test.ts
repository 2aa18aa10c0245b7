import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { judgeCase } from '../../src/analysis/judge-case.ts'
import { usualLimits } from '../../src/inputs/archives/limits.ts'
import { sniffEncoding } from '../../src/inputs/encoding.ts'
import { findInputs } from '../../src/inputs/find-inputs.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { EncodedLog } from '../../src/redact/log/encoded-log.ts'
import { Names } from '../../src/redact/names.ts'
import { Tokens } from '../../src/redact/naming.ts'
import { redactText } from '../../src/redact/redact-text.ts'
import { rules } from '../../src/rules/index.ts'
import { filesBelow } from '../support/samples.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function redactedBytes(
  bytes: Buffer,
  names: Names,
  into: (bytes: Uint8Array) => void,
  learning: boolean,
): void {
  const { encoding, bom } = sniffEncoding(bytes)
  const log = new EncodedLog(names, encoding, into)
  if (learning) log.learn()
  else into(bytes.subarray(0, bom))
  log.push(bytes.subarray(bom))
  log.end()
}

/**
 * The same folder redacted, as `spoolscope redact` does it file by file with one map, and the names
 * of its folders too.
 */
function redactedFolder(folder: string, into: string): void {
  const names = new Names(new Tokens())
  for (const learning of [true, false])
    for (const path of filesBelow(folder)) {
      const target = join(into, redactText(relative(folder, path), names))
      const parts: Buffer[] = []
      redactedBytes(
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

async function judged(path: string): Promise<CaseReport> {
  const found = await findInputs([path], { limits: usualLimits })
  return judgeCase({
    id: 'case',
    found,
    rules,
    thresholds: new Map(),
    told: [],
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
  it('is judged the same when its files were redacted', async () => {
    const into = temporaryFolder('redacted')
    try {
      redactedFolder(folder, into)
      const [before, after] = [await judged(folder), await judged(into)]
      const statuses = ({ verdicts }: CaseReport) =>
        verdicts.map(({ rule, status, findings }) => `${rule} ${status} ${findings.length}`)
      expect(statuses(after)).toEqual(statuses(before))
      const read = ({ inputs }: CaseReport) =>
        inputs
          .map(
            (one) =>
              `${one.format} ${one.records} ${one.unreadable} ${one.status} ${one.damage.length}`,
          )
          .sort()
      expect(read(after)).toEqual(read(before))
    } finally {
      rmSync(into, { recursive: true, force: true })
    }
  })
})

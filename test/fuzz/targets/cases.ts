import { Readable } from 'node:stream'
import { buildCaseReport } from '../../../src/analysis/case-report.ts'
import { Engine } from '../../../src/analysis/engine.ts'
import { reportedEvidence } from '../../../src/evidence/index.ts'
import type { FoundInput } from '../../../src/inputs/find-files.ts'
import { readCase } from '../../../src/inputs/read-case.ts'
import type { CaseReport } from '../../../src/model/report.ts'
import type { InputSummary } from '../../../src/model/tally.ts'
import { rules } from '../../../src/rules/index.ts'
import { createWantedRecords } from '../../../src/scan/matcher.ts'
import { ATTACKS } from '../../support/attacks/attacks.ts'
import { byteMutators } from '../mutators/bytes.ts'
import { jsonMutators } from '../mutators/json.ts'
import { textMutators } from '../mutators/text.ts'
import { xmlMutators } from '../mutators/xml.ts'
import { checkCaseReport } from '../oracles/case.ts'
import { readSamples, samplePaths } from '../sample-inputs.ts'
import { expectEqual, type FuzzTarget } from '../target.ts'

const NAMES = [
  'Lync-UccApi-0.UccApilog',
  'policies.txt',
  'sip_kim@contoso.example/History Spooler/1.hist',
  'PC-0142/spoolscope-manifest.json',
  ...ATTACKS.map((attack) => `${attack}.txt`),
]

/** Analyzes one file in memory, from its bytes to the report. */
async function analyzeFile(path: string, content: Buffer): Promise<CaseReport> {
  const found: FoundInput = { kind: 'file', location: path, path, bytes: content.length, content }
  const engine = new Engine({ rules, evidence: reportedEvidence })
  const inputs: InputSummary[] = []
  await readCase([found], {
    wanted: createWantedRecords(engine.markers),
    codePage: 'windows-1252',
    stdin: Readable.from([]),
    onObservation(observation) {
      if (observation.kind === 'input') inputs.push(observation.input)
      engine.observe(observation)
    },
  })
  return buildCaseReport({ id: 'case', engine, inputs })
}

async function run(input: Buffer): Promise<void> {
  const path = NAMES[input.reduce((sum, byte) => sum + byte, 0) % NAMES.length] ?? 'a.txt'
  const report = await analyzeFile(path, input)
  checkCaseReport(report)
  const again = await analyzeFile(path, input)
  expectEqual('same bytes twice', 'two reports', JSON.stringify(report), JSON.stringify(again))
}

const DOCUMENTS = /\.(?:docx|xlsx|rtf|html?|eml)$/i

/** From bytes to the report of a case: encodings, carriers, documents, parsers, evidence, rules. */
export const caseTargets: readonly FuzzTarget[] = [
  {
    name: 'case',
    seeds: () => readSamples(samplePaths.filter((path) => !path.endsWith('.etl'))),
    mutators: [...byteMutators, ...textMutators, ...textMutators, ...xmlMutators, ...jsonMutators],
    run,
  },
  {
    name: 'case:document',
    seeds: () => readSamples(samplePaths.filter((path) => DOCUMENTS.test(path))),
    mutators: [...byteMutators, ...textMutators, ...xmlMutators],
    run,
  },
]

import { parseSavedReport } from '../../../src/inputs/saved-report.ts'
import { NameRegistry } from '../../../src/redact/name-registry.ts'
import { createRedactor } from '../../../src/redact/redact-case.ts'
import { TokenGenerator } from '../../../src/redact/token-generator.ts'
import { allKinds } from '../../redact/kinds/all-kinds.ts'
import { inputsWith } from '../../redact/kinds/inputs.ts'
import { secretsLeftIn } from '../../redact/kinds/secrets-left.ts'
import { planted } from '../../redact/planted.ts'
import { redactLog } from '../../redact/redact-log.ts'
import { byteMutators } from '../mutators/bytes.ts'
import { jsonMutators } from '../mutators/json.ts'
import { textMutators } from '../mutators/text.ts'
import { toJson } from '../oracles/case.ts'
import { RandomChoices } from '../random-choices.ts'
import { readSamples, samplePaths } from '../sample-inputs.ts'
import { expectEqual, expectNone, type FuzzTarget, Violation } from '../target.ts'
import { reportSeeds, schemaProblems } from './reports.ts'

/** Redaction looks at every character many times, so its inputs are smaller. */
const MAX_BYTES = 24 << 10
const PLANTED_KINDS = 3
const CHUNK_BYTES = 997

const redact = (bytes: Buffer, chunkBytes?: number): Buffer =>
  redactLog(bytes, new NameRegistry(new TokenGenerator()), chunkBytes)

const promised = allKinds.filter(({ isPromised }) => isPromised)
const checksum = (input: Buffer): number =>
  input.reduce((sum, byte) => (sum * 31 + byte) >>> 0, input.length)

function redactText(input: Buffer): void {
  const bytes = input.subarray(0, MAX_BYTES)
  const once = redact(bytes)
  const text = once.toString('latin1')
  expectEqual('same bytes twice', 'redacted twice', text, redact(bytes).toString('latin1'))
  const pieces = redact(bytes, CHUNK_BYTES).toString('latin1')
  expectEqual('pieces change nothing', 'redacted in chunks', text, pieces)
  expectEqual('idempotent', 'redacted again', text, redact(once).toString('latin1'))
}

/** Redacts the input with secrets on lines of their own behind it. */
function redactPlanted(input: Buffer): void {
  const bytes = input.subarray(0, MAX_BYTES)
  // Lines of UTF-8 behind UTF-16 would be damage, not secrets.
  if (bytes.includes(0) || bytes[0] === 0xff || bytes[0] === 0xfe) return
  const choices = new RandomChoices(checksum(bytes))
  const withText = choices.pick(Object.values(inputsWith))
  const kinds = Array.from({ length: PLANTED_KINDS }, () => choices.pick(promised))
  // A secret that the input itself has, in a form that nobody promised to find, proves nothing.
  const planted = kinds.filter((kind) => secretsLeftIn(bytes.toString('latin1'), kind).length === 0)
  const lines = planted.map(({ text }) => withText(text)).join('')
  const redacted = redact(Buffer.concat([bytes, Buffer.from(`\r\n${lines}`)])).toString()
  for (const kind of planted) {
    const left = secretsLeftIn(redacted, kind)
    if (left.length > 0) throw new Violation('no secret', `${kind.name}: ${left.join(', ')}`)
  }
}

function redactReport(input: Buffer): void {
  const saved = parseSavedReport(input)
  if ('problem' in saved) return
  const redactAll = (cases: typeof saved.report.cases) => {
    const redactor = createRedactor({})
    for (const { id } of cases) redactor.caseToken(id)
    return cases.map((report) => redactor.redactCase(report))
  }
  const once = redactAll(saved.report.cases)
  expectNone('valid output', 'schema', schemaProblems(toJson({ ...saved.report, cases: once })))
  const [left, right] = [once, redactAll(once)].map((cases) =>
    JSON.stringify(cases.map(({ redaction: _, ...report }) => report)),
  )
  expectEqual('idempotent', 'redacted again', left ?? '', right ?? '')
}

const logs = (): Buffer[] => [
  ...readSamples(samplePaths.filter((path) => !/\.etl$|documents/.test(path))),
  ...[...planted().files.values()].map((bytes) => bytes.subarray(0, MAX_BYTES)),
]

/** Redaction of logs and of reports. */
export const redactionTargets: readonly FuzzTarget[] = [
  {
    name: 'redact:log',
    seeds: logs,
    mutators: [...textMutators, ...byteMutators],
    run: redactText,
  },
  {
    name: 'redact:planted',
    seeds: logs,
    mutators: [...textMutators, ...byteMutators],
    run: redactPlanted,
  },
  { name: 'redact:report', seeds: reportSeeds, mutators: jsonMutators, run: redactReport },
]

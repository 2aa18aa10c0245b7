import { pick, seededRandom } from './seeded-random.ts'

/** The part of a case in a JSON report that is varied here. */
export interface CaseTemplate {
  readonly id: string
  readonly facts: Readonly<Record<string, { readonly value: unknown; readonly text: string }>>
  readonly asOf: { readonly time: string; readonly from: string } | null
}

interface Fleet {
  readonly lines: number
  readonly seed: number
  readonly templates: readonly CaseTemplate[]
}

const BRANCHES = ['16.0.6741', '16.0.6965', '16.0.7369', '16.0.7466', '16.0.7967', '16.0.8067']
const DAY = 86_400_000

/**
 * Generates batch results from real reports, each with another user, build and day. One in fifty is
 * unreadable, one in two hundred failed.
 */
export function* reports({ lines, seed, templates }: Fleet): Generator<Buffer> {
  const next = seededRandom(seed)
  const hash = () =>
    Array.from({ length: 8 }, () => next(0x1_0000_0000).toString(16).padStart(8, '0')).join('')
  for (let line = 0; line < lines; line += 1) {
    const bundle = `/srv/cases/2016/${String(next(1000)).padStart(3, '0')}/PC-${String(line).padStart(6, '0')}.zip`
    const head = { schemaVersion: 1, bundle, sha256: hash(), ruleSet: 'bench' }
    const fate = next(200)
    const entry = `Tracing/Lync-UccApi-${next(10_000)}.UccApilog`
    const said =
      fate === 0
        ? { status: 'failed', reason: 'The worker ended: out of memory (limit 512 MB)' }
        : fate < 5
          ? {
              status: 'unreadable',
              reason: `The entry “${entry}” ends after ${next(100_000)} bytes: the archive is cut off`,
            }
          : { status: 'judged', report: varied(pick(templates, next), bundle, next) }
    yield Buffer.from(`${JSON.stringify({ ...head, ...said })}\n`)
  }
}

function varied(
  template: CaseTemplate,
  bundle: string,
  next: (limit: number) => number,
): CaseTemplate {
  const user = `user${next(80_000)}@contoso.example`
  const build = `${pick(BRANCHES, next)}.${2000 + next(200)}`
  const at = Date.UTC(2016, 5, 1) + next(120) * DAY + next(DAY)
  const time = new Date(at).toISOString()
  const since = new Date(at - next(DAY)).toISOString()
  const { facts } = template
  const given = (id: string, value: string) =>
    facts[id] === undefined ? {} : { [id]: { ...facts[id], value } }
  return {
    ...template,
    id: bundle,
    asOf: { time, from: 'the collection manifest' },
    facts: {
      ...facts,
      ...given('users', user),
      ...given('clientBuild', build),
      ...given('oldestSpooled', since),
    },
  }
}

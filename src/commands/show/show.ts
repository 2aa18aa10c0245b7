import { toArchiveLimits, toFindOptions } from '../../analysis/analysis-settings.ts'
import type { ExitCode } from '../../analysis/exit-code.ts'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { CitedInputs, type CitedParts } from '../../excerpts/read-citations.ts'
import type { FoundInput } from '../../inputs/find-files.ts'
import { findInputs } from '../../inputs/find-inputs.ts'
import { readDecoding } from '../../inputs/read-decoding.ts'
import { defined } from '../../model/defined.ts'
import { formatSource } from '../../model/source-ref.ts'
import { UsageError } from '../../model/usage-error.ts'
import { rejectEvidencePath } from '../../output/reject-evidence-path.ts'
import { jsonText } from '../../reports/json.ts'
import { terminal } from '../../terminal/terminal-text.ts'
import { writeText } from '../write-text.ts'
import { type CitedInput, findCitedInput } from './find-cited-input.ts'
import { type Citation, parseCitation } from './parse-citation.ts'
import { type ShownCitation, shownText, toShownJson } from './shown-text.ts'

const SPOOLED_ITEM = 'A message that waits in the spool. Its content is never read.'

/** A citation that was found: which input, and where in the order of the command line. */
interface Request extends CitedInput {
  readonly citation: Citation
  readonly index: number
}

/**
 * `spoolscope show`: prints cited lines and those around them. Returns exit code 2 when one of them
 * cannot be shown; the others are printed nevertheless.
 */
export async function show(
  { operands, options }: CommandLine<'show'>,
  ctx: CommandContext,
): Promise<ExitCode> {
  if (operands.length === 0)
    throw new UsageError(
      'Which line? Name the case and the citation: ' +
        'spoolscope show ./PC-0142:Lync/Tracing/Lync-UccApi-0.UccApilog:120',
    )
  const shown: (ShownCitation | undefined)[] = operands.map(() => undefined)
  let problems = 0
  const reject = (message: string) => {
    problems += 1
    ctx.stderr.write(terminal`spoolscope: ${message}\n`)
  }
  const byCase = new Map<string, { citation: Citation; index: number }[]>()
  for (const [index, text] of operands.entries()) {
    const citation = attempt(() => parseCitation(text), reject)
    if (!citation) continue
    const group = byCase.get(citation.casePath) ?? []
    byCase.set(citation.casePath, group)
    group.push({ citation, index })
  }
  for (const [casePath, citations] of byCase) {
    const found = await findInputs([casePath], {
      limits: toArchiveLimits(options),
      ...toFindOptions(options),
      stdin: ctx.stdin,
      holdsStdin: true,
    })
    rejectEvidencePath(options.output, found)
    const requests = citations.flatMap(({ citation, index }): Request[] => {
      const cited = attempt(() => findCitedInput(citation, found), reject)
      return cited ? [{ ...cited, citation, index }] : []
    })
    const inputs = new CitedInputs(found, {
      context: options.context,
      codePage: options['code-page'],
      decoding: readDecoding(options.tmf, options.manifest, options['code-page']),
      stdin: ctx.stdin,
    })
    for (const [input, own] of groupByInput(requests)) {
      const { format, results } = await readInputParts(input, own, inputs)
      for (const [position, request] of own.entries()) {
        const result = results[position] as CitedParts
        const path = request.item === undefined ? input.path : `${input.path}/${request.item}`
        if ('problem' in result) reject(`${path} ${result.problem}.`)
        else {
          const heading = formatSource({ path, ...request.place })
          const note = input.kind === 'spool-folder' ? SPOOLED_ITEM : undefined
          shown[request.index] = {
            citation: request.citation.text,
            heading,
            path,
            format,
            parts: result.parts,
            ...defined({ note }),
          }
        }
      }
    }
  }
  const citations = shown.filter((citation) => citation !== undefined)
  if (citations.length > 0)
    await writeText(
      options.output,
      (style) =>
        options.format === 'json'
          ? jsonText(toShownJson(citations, ctx.version))
          : shownText(citations, style),
      { ...options, option: 'output' },
      ctx,
    )
  return problems > 0 ? 2 : 0
}

function groupByInput(requests: readonly Request[]): ReadonlyMap<FoundInput, readonly Request[]> {
  const groups = new Map<FoundInput, Request[]>()
  for (const request of requests) {
    const group = groups.get(request.input) ?? []
    groups.set(request.input, group)
    group.push(request)
  }
  return groups
}

/** A History Spooler is a list: its items are people's messages, and have no lines. */
async function readInputParts(
  input: FoundInput,
  requests: readonly Request[],
  inputs: CitedInputs,
): Promise<{ readonly format: string; readonly results: readonly CitedParts[] }> {
  if (input.kind === 'spool-folder')
    return { format: 'history-spooler', results: requests.map(() => ({ parts: [] })) }
  return inputs.read(
    input,
    requests.map(({ place }) => place),
  )
}

/** Runs `act`. Passes the message of a UsageError on, and returns undefined then. */
function attempt<T>(act: () => T, onProblem: (message: string) => void): T | undefined {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    onProblem(error.message)
    return undefined
  }
}

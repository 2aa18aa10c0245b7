import { resolve } from 'node:path'
import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { startProgress } from '../../cli/progress.ts'
import { defined, present } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import type { Report } from '../../model/report.ts'
import type { EntryWriter } from '../../output/entry-writer.ts'
import { createRedactor } from '../../redact/redact-case.ts'
import { RedactedCopies } from '../../redact/redacted-copies.ts'
import { TokenGenerator } from '../../redact/token-generator.ts'
import { htmlReport } from '../../reports/html/html-report.ts'
import { jsonText } from '../../reports/json.ts'
import { tableReport } from '../../reports/table/table-report.ts'
import { redactInputs } from '../../share/redact-inputs.ts'
import { caseNamesOf, toSharedInputs } from '../../share/shared-inputs.ts'
import { detectTextStyle, isTerminal } from '../../terminal/detect-text-style.ts'
import { joinLines, terminal } from '../../terminal/terminal-text.ts'
import { defaultMapPath, rejectMapPath } from '../redaction/copy-output.ts'
import { leftOutLines, mapLine } from '../redaction/left-out-lines.ts'
import { NOT_COVERED_NOTE } from '../redaction/not-covered-note.ts'
import { type RedactionSettings, resolveRedaction } from '../redaction/redaction-settings.ts'
import { describeReplaced, openTokens } from '../redaction/redaction-tokens.ts'
import {
  type CaseToPack,
  defaultPackPath,
  EVIDENCE_FOLDER,
  nameOfCase,
  type OnOpen,
  openPack,
  writtenLine,
} from './case-to-pack.ts'

/** Packs the redacted report and the redacted evidence, with the same token for the same name. */
export async function packForVendor(
  { paths, found, report }: CaseToPack,
  options: CommandLine<'pack'>['options'],
  ctx: CommandContext,
  onOpen: OnOpen,
): Promise<void> {
  const given = resolveRedaction(options)
  const output = options.output ?? defaultOutput(paths, given)
  const settings = { ...given, ...defined({ map: given.map ?? defaultMapPath(output) }) }
  rejectMapPath(settings.map, output, found)
  const writer = openPack(output, found, false, ctx, onOpen)
  const redaction = openTokens(settings)
  onOpen(() => {
    writer.discard()
    redaction.map?.discard()
  })
  const { tokens, map, shift } = redaction
  const copies = new RedactedCopies(tokens, shift)
  const total = found.reduce((sum, { bytes }) => sum + 2 * bytes, 0)
  const progress = startProgress(
    ctx.stderr,
    total,
    isTerminal(ctx.stderr, ctx.env) && !options.quiet,
  )
  try {
    const { fileCount, leftOut, listName } = await redactInputs(
      toSharedInputs(paths, found),
      writer,
      {
        copies,
        caseNames: caseNamesOf(paths),
        codePage: options['code-page'],
        privateFiles: present([settings.map, options['redact-key']]).map((path) => resolve(path)),
        folder: EVIDENCE_FOLDER,
        onBytes: progress.add,
        onInput: options.verbose
          ? (path, how) => ctx.stderr.write(terminal`  ${path}: ${how}\n`)
          : undefined,
      },
    ).finally(progress.end)
    const redactor = createRedactor({
      shared: { tokens, names: copies.names },
      ...defined({ shift }),
    })
    for (const { id } of report.cases) redactor.caseToken(id)
    await addReports(
      { ...report, cases: report.cases.map((each) => redactor.redactCase(each)) },
      writer,
    )
    await writer.commit()
    if (options.quiet) return
    ctx.stderr.write(
      joinLines([
        `${formatCount(fileCount, 'file')} and the report redacted: ${describeReplaced(tokens)}`,
        ...leftOutLines(leftOut, listName),
        ...writtenLine(output),
        ...present([mapLine(settings.map)]),
        ...NOT_COVERED_NOTE,
      ]),
    )
  } finally {
    map?.close()
  }
}

/** A case is often named after a machine or a user, so the pack has the token of its name. */
function defaultOutput(paths: readonly string[], { key }: RedactionSettings): string {
  const name = nameOfCase(paths)
  return defaultPackPath(
    new TokenGenerator(key).tokenFor('case', name.toLowerCase(), name),
    'vendor',
  )
}

async function addReports(report: Report, writer: EntryWriter): Promise<void> {
  const style = detectTextStyle({}, {}, 'never')
  const texts = {
    'report.json': jsonText(report),
    'report.html': htmlReport(report),
    'report.txt': String(tableReport(report, style, { full: true })),
  }
  for (const [name, text] of Object.entries(texts)) await writer.add(name, [Buffer.from(text)])
}

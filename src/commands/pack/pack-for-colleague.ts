import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { startProgress } from '../../cli/progress.ts'
import { when } from '../../model/defined.ts'
import { formatBytes, formatCount } from '../../model/duration.ts'
import { STANDARD_OUTPUT } from '../../output/output-file.ts'
import { htmlReport } from '../../reports/html/html-report.ts'
import { jsonText } from '../../reports/json.ts'
import { copyInputs } from '../../share/copy-inputs.ts'
import { toSharedInputs } from '../../share/shared-inputs.ts'
import { isTerminal } from '../../terminal/detect-text-style.ts'
import { joinLines } from '../../terminal/terminal-text.ts'
import {
  type CaseToPack,
  defaultPackPath,
  EVIDENCE_FOLDER,
  nameOfCase,
  type OnOpen,
  openPack,
  writtenLine,
} from './case-to-pack.ts'

const MAX_LISTED_ITEMS = 10

/** Packs the report and all evidence as it is, with a manifest that `verify` checks. */
export async function packForColleague(
  { paths, found, report }: CaseToPack,
  options: CommandLine<'pack'>['options'],
  ctx: CommandContext,
  onOpen: OnOpen,
): Promise<void> {
  const output = options.output ?? defaultPackPath(nameOfCase(paths), 'colleague')
  const writer = openPack(output, found, true, ctx, onOpen)
  const total = found.reduce((sum, { bytes }) => sum + bytes, 0)
  const progress = startProgress(
    ctx.stderr,
    total,
    isTerminal(ctx.stderr, ctx.env) && !options.quiet,
  )
  const { manifest, fingerprint } = await copyInputs(
    toSharedInputs(paths, found),
    [
      ['report.json', jsonText(report)],
      ['report.html', htmlReport(report)],
    ],
    writer,
    { folder: EVIDENCE_FOLDER, tool: report.tool, onBytes: progress.add },
  ).finally(progress.end)
  await writer.commit()
  if (options.quiet) return
  const { files, folders, unread = [] } = manifest
  const packed = files.filter(({ sha256 }) => sha256 !== undefined)
  const bytes = packed.reduce((sum, file) => sum + file.bytes, 0)
  const more = unread.length - MAX_LISTED_ITEMS
  ctx.stderr.write(
    joinLines([
      `Packed ${formatCount(packed.length, 'file')} (${formatBytes(bytes)})`,
      ...when(folders.length > 0, () => [
        `${formatCount(files.length - packed.length, 'spooled file')} only by name, size and time: they are people’s messages`,
      ]),
      ...when(unread.length > 0, () => [
        `Not packed (${formatCount(unread.length, 'item')}, all in the manifest):`,
        ...unread.slice(0, MAX_LISTED_ITEMS).map(({ path, reason }) => `  ${path}: ${reason}`),
        ...when(more > 0, () => [`  and ${more} more`]),
      ]),
      ...writtenLine(output),
      `Fingerprint ${fingerprint}`,
      ...when(output !== STANDARD_OUTPUT, () => [
        `Prove that it is unchanged: spoolscope verify ${output}`,
      ]),
    ]),
  )
}

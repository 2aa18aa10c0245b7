import type { CommandContext } from '../../cli/command-context.ts'
import type { CommandLine } from '../../cli/command-line.ts'
import { formatCount } from '../../model/duration.ts'
import { UsageError } from '../../model/usage-error.ts'
import { summarizeForCustomer } from '../../reports/customer/customer-summary.ts'
import { customerText } from '../../reports/customer/customer-text.ts'
import { customerPage } from '../../reports/html/customer-page.ts'
import { joinLines } from '../../terminal/terminal-text.ts'
import {
  type CaseToPack,
  defaultPackPath,
  nameOfCase,
  type OnOpen,
  openPack,
  writtenLine,
} from './case-to-pack.ts'

/** Packs what is wrong, in plain words, and the steps of the person at the machine. */
export async function packForCustomer(
  { paths, found, report }: CaseToPack,
  options: CommandLine<'pack'>['options'],
  ctx: CommandContext,
  onOpen: OnOpen,
): Promise<void> {
  const [first, ...others] = report.cases
  if (first === undefined || others.length > 0)
    throw new UsageError(
      `${paths.join(', ')} has ${report.cases.length} cases, and a customer gets one. ` +
        'Pass the folder of one machine, or --one-case.',
    )
  const summary = summarizeForCustomer(first)
  const output = options.output ?? defaultPackPath(nameOfCase(paths), 'customer')
  const writer = openPack(output, found, true, ctx, onOpen)
  await writer.addText('summary.txt', customerText(summary))
  await writer.addText('summary.html', customerPage(summary, report.tool))
  await writer.commit()
  if (options.quiet) return
  ctx.stderr.write(
    joinLines([
      ...summary.sentences,
      `${formatCount(summary.steps.length, 'step')} of the user`,
      ...writtenLine(output),
    ]),
  )
}

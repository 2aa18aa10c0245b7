import { when } from '../../model/defined.ts'
import { toPrintable } from '../../model/text/printable.ts'
import {
  AFTER_OTHERS,
  CUSTOMER_TITLE,
  type CustomerSummary,
  STEPS_TITLE,
} from './customer-summary.ts'

/** The summary as plain text, for a mail. */
export function customerText({ sentences, steps }: CustomerSummary): string {
  const lines = [
    CUSTOMER_TITLE,
    '',
    ...sentences,
    ...when(steps.length > 0, () => ['', STEPS_TITLE]),
    ...steps.flatMap(({ text, commands, check, isAfterOthers }, index) => [
      '',
      `${index + 1}. ${isAfterOthers ? `${AFTER_OTHERS} ` : ''}${text}`,
      ...commands.map((command) => `    ${command}`),
      `   Check: ${check}`,
    ]),
  ]
  return `${lines.map(toPrintable).join('\n')}\n`
}

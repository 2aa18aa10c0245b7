import { actorText } from '../../model/answer/answer-text.ts'
import type { Diagnosis } from '../../model/diagnosis.ts'
import { paintLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Text } from '../../terminal/terminal-text.ts'
import { commandLines } from './command-lines.ts'

/** Formats all steps of the plan, then the evidence to collect next. */
export function planLines(diagnosis: Diagnosis, style: TextStyle): Text[] {
  const { actions, collectNext } = diagnosis
  const { width } = style
  const steps = actions.flatMap((action, index) => {
    const text = `${safeText(actorText(action, diagnosis))}: ${safeText(action.do)}`
    const notes = [`Check: ${safeText(action.verify)}`, `for ${safeText(action.for.join(', '))}`]
    return [
      ...wrapText(text, width, { indent: 5, marker: `${index + 1}. ` }),
      ...commandLines(action.commands, style, 7),
      ...paintLines(
        style,
        'dim',
        notes.flatMap((note) => wrapText(note, width, { indent: 5 })),
      ),
    ]
  })
  const wanted = collectNext.flatMap(({ evidence, how, commands, decides }) => [
    ...wrapText(`Collect ${safeText(evidence)}: ${safeText(how)}`, width, {
      indent: 5,
      marker: '? ',
    }),
    ...commandLines(commands, style, 7),
    ...paintLines(
      style,
      'dim',
      wrapText(`for ${safeText(decides.join(', '))}`, width, { indent: 5 }),
    ),
  ])
  return [...steps, ...wanted]
}

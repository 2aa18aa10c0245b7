/** How much of an answer to print. */
export interface Detail {
  /** Lines of the answer itself. */
  readonly answerLines: number
  /** Causes, unexplained symptoms, and other verdicts, of each. */
  readonly listed: number
  /** Lines of the text of an action, or of how to collect evidence. */
  readonly textLines: number
  /** Commands of an action. */
  readonly commands: number
  /** The first actions, which are printed with commands. */
  readonly actionsWithCommands: number
  /** Commands per evidence to collect. */
  readonly collectCommands: number
  /** Whether empty lines separate the parts. */
  readonly isSpaced: boolean
}

const RICH: Detail = {
  answerLines: 4,
  listed: 3,
  textLines: 3,
  commands: 3,
  actionsWithCommands: 3,
  collectCommands: 2,
  isSpaced: true,
}
const BRIEF: Detail = { ...RICH, textLines: 2, commands: 1, collectCommands: 0 }
const DENSE: Detail = { ...BRIEF, isSpaced: false }
const LEAN: Detail = { ...DENSE, actionsWithCommands: 0, textLines: 1 }

/** From the most to the least detail. The first that fits is printed. */
export const DETAILS: readonly Detail[] = [
  RICH,
  { ...RICH, commands: 1, collectCommands: 1 },
  BRIEF,
  DENSE,
  { ...DENSE, textLines: 1 },
  { ...DENSE, actionsWithCommands: 2 },
  { ...DENSE, actionsWithCommands: 2, textLines: 1 },
  { ...DENSE, actionsWithCommands: 1 },
  { ...DENSE, actionsWithCommands: 1, textLines: 1 },
  LEAN,
  { ...LEAN, answerLines: 2, listed: 2 },
  { ...LEAN, answerLines: 2, listed: 1 },
]

/** Detail of the answer at the end of a full report, which contains the commands already. */
export const CLOSING_DETAIL: Detail = { ...BRIEF, actionsWithCommands: 0 }

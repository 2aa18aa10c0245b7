import type { FuzzTarget } from '../target.ts'
import { archiveTargets } from './archives.ts'
import { caseTargets } from './cases.ts'
import { commandLineTargets } from './command-line.ts'
import { documentTargets } from './documents.ts'
import { parserTargets } from './parsers.ts'
import { redactionTargets } from './redaction.ts'
import { reportTargets } from './reports.ts'
import { resultTargets } from './results.ts'
import { sipTargets } from './sip.ts'
import { traceTargets } from './traces.ts'

/** Everything that reads what strangers write. */
export const fuzzTargets: readonly FuzzTarget[] = [
  ...parserTargets,
  ...sipTargets,
  ...traceTargets,
  ...archiveTargets,
  ...documentTargets,
  ...caseTargets,
  ...redactionTargets,
  ...reportTargets,
  ...resultTargets,
  ...commandLineTargets,
]

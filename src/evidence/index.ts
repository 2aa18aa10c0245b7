import type { Evidence } from '../model/evidence.ts'
import { caseTime } from './case-time.ts'
import { clientBuild } from './client-build.ts'

/** Evidence whose facts every report shows, in the order shown. */
export const evidence: readonly Evidence[] = [clientBuild, caseTime]

import type { Rule } from '../model/rule.ts'
import { clientBuildTooOld } from './client-build-too-old.ts'

/** All rules, in the order reported within a severity. */
export const rules: readonly Rule[] = [clientBuildTooOld]

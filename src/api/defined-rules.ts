import type { Rule } from '../model/rule.ts'

/** The rules that `defineRule` made. Others may lack what the engine needs. */
export const definedRules = new WeakSet<Rule>()

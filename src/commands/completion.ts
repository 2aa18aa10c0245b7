import type { ExitCode } from '../analysis/exit-code.ts'
import type { CommandContext } from '../cli/command-context.ts'
import { SHELLS } from '../cli/command-definitions.ts'
import type { CommandLine } from '../cli/command-line.ts'
import { completionScripts } from '../cli/completion/scripts.ts'
import { joinWithOr, parseChoice } from '../cli/options/define-option.ts'
import { UsageError } from '../model/usage-error.ts'

/** `spoolscope completion <shell>`: prints a script that completes commands in this shell. */
export async function completion(
  { operands }: CommandLine<'completion'>,
  { stdout }: CommandContext,
): Promise<ExitCode> {
  const [shell, ...others] = operands
  if (shell === undefined || others.length > 0)
    throw new UsageError(`Which shell? Name one: spoolscope completion ${joinWithOr(SHELLS)}.`)
  stdout.writeData(completionScripts[parseChoice(shell, 'completion', SHELLS)])
  return 0
}

import type { CommandContext } from '../../cli/command-context.ts'
import type { CollectScript } from '../../cli/options/collect-options.ts'
import {
  exchangeAdministratorScript,
  skypeAdministratorScript,
} from '../../collect/scripts/administrator-script.ts'
import { cmdScript } from '../../collect/scripts/cmd-script.ts'
import { powershellScript } from '../../collect/scripts/powershell-script.ts'
import { UsageError } from '../../model/usage-error.ts'
import { STANDARD_OUTPUT, writeOutputFile } from '../../output/output-file.ts'

interface ScriptOptions {
  readonly output: string | undefined
  readonly user: string | undefined
}

/** Writes a self-contained script that collects where spoolscope cannot run. */
export function printScript(
  script: CollectScript,
  { output = STANDARD_OUTPUT, user }: ScriptOptions,
  { stdout, version }: CommandContext,
): void {
  const text = scriptText(script, user, version)
  writeOutputFile(output, text, { stdout: stdout.raw, option: 'output', isPrivate: false })
}

function scriptText(script: CollectScript, user: string | undefined, version: string): string {
  if (script === 'cmd') return cmdScript(version)
  if (script === 'powershell') return powershellScript(version)
  if (user === undefined)
    throw new UsageError(
      `--script ${script} is about one user. Add the user: --user kim@contoso.example`,
    )
  return script === 'skype-administrator'
    ? skypeAdministratorScript(user, version)
    : exchangeAdministratorScript(user, version)
}

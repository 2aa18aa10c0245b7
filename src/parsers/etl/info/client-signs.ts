import { present } from '../../../model/defined.ts'
import type { EtlClientEvidence, EtlProviderInfo } from '../../../model/etl-info.ts'
import { isClientName } from '../../../model/logs/log-program.ts'
import type { LogFileHeader } from '../log-file-header.ts'

/**
 * Finds names that only the Skype for Business client or its tools use, in the session, the log
 * file and the providers.
 */
export function findClientSigns(
  header: LogFileHeader | undefined,
  providers: readonly EtlProviderInfo[],
): EtlClientEvidence {
  const describe = (source: string, name: string | undefined) =>
    name !== undefined && isClientName(name) ? `${source} “${name}”` : undefined
  const signs = present([
    describe('session', header?.loggerName),
    describe('log file', header?.logFileName),
    ...providers.map(({ name }) => describe('provider', name)),
  ])
  return { found: signs.length > 0, signs: [...new Set(signs)].slice(0, 10) }
}

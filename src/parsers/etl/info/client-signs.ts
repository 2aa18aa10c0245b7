import { present } from '../../../model/defined.ts'
import type { EtlClientEvidence, EtlProviderInfo } from '../../../model/etl-info.ts'
import type { LogFileHeader } from '../log-file-header.ts'

// Lync-16.0.6965.5305-Office-x86ship-U.etl   C:\…\Office\16.0\Lync\Tracing\…   Microsoft.Lync…
// UccApi   Skype for Business
const CLIENT_NAME = /\blync|ucc?api|\bskype ?for ?business|\bocsmedia|\brtmpltfm/i

/**
 * Finds names that only the Skype for Business client or its tools use, in the session, the log
 * file and the providers.
 */
export function findClientSigns(
  header: LogFileHeader | undefined,
  providers: readonly EtlProviderInfo[],
): EtlClientEvidence {
  const describe = (source: string, name: string | undefined) =>
    name !== undefined && CLIENT_NAME.test(name) ? `${source} “${name}”` : undefined
  const signs = present([
    describe('session', header?.loggerName),
    describe('log file', header?.logFileName),
    ...providers.map(({ name }) => describe('provider', name)),
  ])
  return { found: signs.length > 0, signs: [...new Set(signs)].slice(0, 10) }
}

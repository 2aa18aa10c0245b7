import type { EtlClientEvidence, EtlProviderInfo } from '../../../model/etl-info.ts'
import type { LogFileHeader } from '../log-file-header.ts'

// Lync-16.0.6965.5305-Office-x86ship-U.etl   C:\…\Office\16.0\Lync\Tracing\…   Microsoft.Lync…
// UccApi   Skype for Business
const CLIENT = /\blync|ucc?api|\bskype ?for ?business|\bocsmedia|\brtmpltfm/i

/** Names that only the client or its own tools give: session, log file, providers. */
export function findClientSigns(
  header: LogFileHeader | undefined,
  providers: readonly EtlProviderInfo[],
): EtlClientEvidence {
  const named = (what: string, name: string | undefined) =>
    name !== undefined && CLIENT.test(name) ? [`${what} “${name}”`] : []
  const signs = [
    ...named('session', header?.loggerName),
    ...named('log file', header?.logFileName),
    ...providers.flatMap(({ name }) => named('provider', name)),
  ]
  return { found: signs.length > 0, signs: [...new Set(signs)].slice(0, 10) }
}

import type { Parser } from '../model/parser.ts'
import { clientLog } from './client-log.ts'
import { clsText } from './cls-text.ts'
import { collectionManifest } from './collection-manifest.ts'
import { configurationInformation } from './configuration-information.ts'
import { dirListing } from './dir-listing.ts'
import { etlBinary } from './etl-binary.ts'
import { eventXml } from './event-xml.ts'
import { clixml } from './powershell/clixml.ts'
import { powershellCsv } from './powershell/powershell-csv.ts'
import { powershellJson } from './powershell/powershell-json.ts'
import { powershellList } from './powershell/powershell-list.ts'
import { powershellTable } from './powershell/powershell-table.ts'
import { registryExport } from './registry-export.ts'
import { manifestFile, tmfFile } from './schema-files.ts'
import { tracefmtText } from './tracefmt-text.ts'
import { tracerptCsv } from './tracerpt-csv.ts'
import { wineventCsv } from './winevent-csv.ts'

/** All formats, in the order tried: the more particular first. */
export const parsers: readonly Parser[] = [
  etlBinary,
  tmfFile,
  manifestFile,
  clientLog,
  clsText,
  tracefmtText,
  tracerptCsv,
  wineventCsv,
  eventXml,
  registryExport,
  collectionManifest,
  clixml,
  powershellJson,
  powershellCsv,
  configurationInformation,
  dirListing,
  powershellList,
  powershellTable,
]

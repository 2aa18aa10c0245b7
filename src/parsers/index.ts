import type { Parser } from '../model/parser.ts'
import { autodiscover } from './autodiscover/autodiscover.ts'
import { clientLog } from './client-log/client-log.ts'
import { clsText } from './cls/cls-text.ts'
import { configurationInformation } from './configuration-information/configuration-information.ts'
import { etlBinary } from './etl/etl-binary.ts'
import { manifestFile, tmfFile } from './etl/schema-files.ts'
import { eventText } from './event-text/event-text.ts'
import { eventXml } from './event-xml/event-xml.ts'
import { exchangeEwsLog } from './exchange-ews-log/exchange-ews-log.ts'
import { clixml } from './powershell/clixml.ts'
import { convertToXml } from './powershell/convert-to-xml.ts'
import { powershellCsv } from './powershell/powershell-csv.ts'
import { powershellJson } from './powershell/powershell-json.ts'
import { powershellList } from './powershell/powershell-list.ts'
import { powershellTable } from './powershell/powershell-table.ts'
import { registryExport } from './registry/registry-export.ts'
import { registryQuery } from './registry/registry-query.ts'
import { collectionManifest } from './spool-listing/collection-manifest.ts'
import { dirListing } from './spool-listing/dir-listing.ts'
import { tracerptCsv } from './trace-csv/tracerpt-csv.ts'
import { wineventCsv } from './trace-csv/winevent-csv.ts'
import { tracefmtText } from './tracefmt/tracefmt-text.ts'

/** All formats, in the order in which they are tried: specific formats before general ones. */
export const parsers: readonly Parser[] = [
  etlBinary,
  tmfFile,
  manifestFile,
  clientLog,
  clsText,
  tracefmtText,
  exchangeEwsLog,
  tracerptCsv,
  wineventCsv,
  eventXml,
  eventText,
  autodiscover,
  registryExport,
  collectionManifest,
  clixml,
  convertToXml,
  powershellJson,
  powershellCsv,
  configurationInformation,
  dirListing,
  registryQuery,
  powershellList,
  powershellTable,
]

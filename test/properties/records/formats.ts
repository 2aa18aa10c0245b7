import type { Parser } from '../../../src/model/parser.ts'
import { clientLog } from '../../../src/parsers/client-log/client-log.ts'
import { clsText } from '../../../src/parsers/cls/cls-text.ts'
import { eventXml } from '../../../src/parsers/event-xml/event-xml.ts'
import { tracerptCsv } from '../../../src/parsers/trace-csv/tracerpt-csv.ts'
import { wineventCsv } from '../../../src/parsers/trace-csv/winevent-csv.ts'
import { tracefmtText } from '../../../src/parsers/tracefmt/tracefmt-text.ts'
import { clientLogOf } from './client-log.ts'
import { clsTextOf } from './cls-text.ts'
import { eventXmlOf } from './event-xml.ts'
import type { LogItem } from './log-item.ts'
import { tracefmtTextOf } from './tracefmt-text.ts'
import { tracerptCsvOf } from './tracerpt-csv.ts'
import { wineventCsvOf } from './winevent-csv.ts'

export interface LogFormat {
  readonly parser: Parser
  /** Prints the items as such a log, with LF line breaks. */
  readonly print: (items: readonly LogItem[]) => string
}

export const logFormats: readonly LogFormat[] = [
  { parser: clientLog, print: clientLogOf },
  { parser: clsText, print: clsTextOf },
  { parser: tracefmtText, print: tracefmtTextOf },
  { parser: tracerptCsv, print: tracerptCsvOf },
  { parser: eventXml, print: eventXmlOf },
  { parser: wineventCsv, print: wineventCsvOf },
]

import { formatBytes, formatDuration, formatNumber } from '../../../src/model/duration.ts'
import { type Limit, limits } from './definitions.ts'

/** Titles of the tables of docs/limits.md, and which files have the limits in it. */
const SECTIONS: readonly (readonly [title: string, paths: RegExp])[] = [
  ['files, archives and documents', /^(?:inputs|output|model\/verdict-options)/],
  ['binary traces', /^parsers\/etl\//],
  ['logs, exports and listings', /^(?:parsers|model\/sip-message)/],
  ['what is kept of a case', /^(?:evidence|journeys|model\/(?:tally|logs))/],
  ['reports', /^(?:analysis|rules|reports|terminal|model\/report-shape)/],
  ['show', /^(?:commands\/show|excerpts)|show-options/],
  ['collect and verify', /^collect/],
  ['batch, worker, summarize and diff', /^(?:batch|diff|cli|commands\/(?:analyze|render))/],
  ['redaction', /^(?:redact|commands\/redaction)/],
  ['copies and packs', /^share/],
  ['watch', /^(?:watch|ui)/],
]

/** `32 MiB`, `2 min`, `2,000,000`. */
function formatValue({ name, value }: Limit): string {
  if (/BYTES|-bytes$/.test(name))
    return value % 1000 === 0 ? formatBytes(value) : formatBinary(value)
  if (/_MS$/.test(name)) return formatDuration(value)
  return /_SECONDS$/.test(name) ? formatDuration(value * 1000) : formatNumber(value)
}

function formatBinary(bytes: number): string {
  const isMebibytes = bytes % (1 << 20) === 0
  return isMebibytes ? `${formatNumber(bytes >> 20)} MiB` : `${formatNumber(bytes >> 10)} KiB`
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const tableOf = (rows: readonly Limit[]): string =>
  [
    '| limit | value | why | beyond it |',
    '|---|---|---|---|',
    ...rows.map((limit) => {
      const { what, reason, beyond } = limit
      const cells = [capitalize(what), formatValue(limit), reason, capitalize(beyond)]
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
    }),
  ].join('\n')

const sectionOf = ({ path }: Limit): string =>
  SECTIONS.find(([, paths]) => paths.test(path))?.[0] ?? `no section has ${path}`

/** The tables of docs/limits.md by title. */
export const limitTables: Readonly<Record<string, string>> = Object.fromEntries(
  SECTIONS.map(([title]) => [title, tableOf(limits.filter((limit) => sectionOf(limit) === title))]),
)

/** The limits that no section has. */
export const limitsWithoutSection = limits.filter((limit) => !(sectionOf(limit) in limitTables))

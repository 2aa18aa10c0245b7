import type { Parser } from '../../model/parser.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { readManifest } from './decoders/manifest/read-manifest.ts'
import { readTmf } from './wpp/read-tmf.ts'

/**
 * Parser for trace message format files (TMF). Binary traces of the case need them for WPP
 * messages.
 */
export const tmfFile: Parser = {
  format: 'tmf',
  title: 'trace message format file (WPP)',
  isLog: false,
  schemaKind: 'tmf',
  // #typev Sideband_c229 16 "%0 [%!FUNC!] <-- Exit" //   LEVEL=TRACE_LEVEL_VERBOSE
  recognise: ({ text }) =>
    text.includes('#typ') && /^#typev? +\S+ +\d+ +"/m.test(text) ? {} : undefined,
  open: (context) =>
    readWholeText(context, (text, { tally }) => {
      const { messages, problems } = readTmf(text)
      tally.records += messages.length
      for (const problem of problems) tally.addNote(problem)
    }),
}

/**
 * Parser for instrumentation manifests. Binary traces of the case need them for events of their
 * providers.
 */
export const manifestFile: Parser = {
  format: 'manifest',
  title: 'instrumentation manifest',
  isLog: false,
  schemaKind: 'manifests',
  // <instrumentationManifest xmlns="http://schemas.microsoft.com/win/2004/08/events">
  recognise: ({ text }) =>
    /^\s*</.test(text) && /<(?:\w{1,20}:)?instrumentationManifest[\s>]/.test(text) ? {} : undefined,
  open: (context) =>
    readWholeText(context, (text, { tally }) => {
      const { providers, problems } = readManifest(text)
      for (const { events } of providers) tally.records += events.length
      for (const problem of problems) tally.addNote(problem)
    }),
}

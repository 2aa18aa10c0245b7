import type { Parser } from '../../model/parser.ts'
import { wholeText } from '../shared/whole-text.ts'
import { readManifest } from './decoders/manifest/read-manifest.ts'
import { readTmf } from './wpp/read-tmf.ts'

/** Trace message format files: what WPP messages of the case's binary traces say. */
export const tmfFile: Parser = {
  format: 'tmf',
  title: 'trace message format file (WPP)',
  log: false,
  schemas: 'tmf',
  // #typev Sideband_c229 16 "%0 [%!FUNC!] <-- Exit" //   LEVEL=TRACE_LEVEL_VERBOSE
  recognise: ({ text }) =>
    text.includes('#typ') && /^#typev? +\S+ +\d+ +"/m.test(text) ? {} : undefined,
  open: (context) =>
    wholeText(context, (text, { tally }) => {
      const { messages, problems } = readTmf(text)
      tally.records += messages.length
      for (const problem of problems) tally.note(problem)
    }),
}

/** Instrumentation manifests: what events of their providers say. */
export const manifestFile: Parser = {
  format: 'manifest',
  title: 'instrumentation manifest',
  log: false,
  schemas: 'manifests',
  // <instrumentationManifest xmlns="http://schemas.microsoft.com/win/2004/08/events">
  recognise: ({ text }) =>
    /^\s*</.test(text) && /<(?:\w{1,20}:)?instrumentationManifest[\s>]/.test(text) ? {} : undefined,
  open: (context) =>
    wholeText(context, (text, { tally }) => {
      const { providers, problems } = readManifest(text)
      for (const { events } of providers) tally.records += events.length
      for (const problem of problems) tally.note(problem)
    }),
}

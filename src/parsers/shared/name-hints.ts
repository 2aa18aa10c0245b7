import type { Observation } from '../../model/observation.ts'

/** Lync-16.0.6965.5305-Office-x86ship-U.etl, and copies and exports that keep the name */
const TRACE_NAME =
  /^Lync-(\d{1,2}\.\d{1,2}\.\d{1,6}\.\d{1,6})-[^\\/]{0,120}\.(?:etl|bak|csv|txt|xml|log|evtx|zip)$/i

/** Observations that follow from the file name alone: the client build in the name of a trace. */
export function nameHints(path: string): Observation[] {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const build = TRACE_NAME.exec(name)?.[1]
  return build === undefined ? [] : [{ kind: 'build-hint', build, source: { path } }]
}

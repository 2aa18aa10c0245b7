import type { LiveItem } from '../../src/model/live-view.ts'
import { spoolItem } from './observations.ts'

/** An item of kim's spool that waits since a moment, milliseconds UTC. */
export function liveItem(name: string, since: number): LiveItem {
  const seen = spoolItem(since, { name })
  const { folder, bytes = 0, user } = seen
  return {
    key: `${folder}/${name}`,
    folder,
    name,
    bytes,
    since,
    written: since,
    ...(user === undefined ? {} : { user }),
  }
}

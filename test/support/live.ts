import { defined } from '../../src/model/defined.ts'
import type { LiveItem } from '../../src/model/live-view.ts'
import { spoolItem } from './observations.ts'

/** Returns an item of kim's spool. It waits since `since`, in milliseconds UTC. */
export function liveItem(name: string, since: number): LiveItem {
  const { folder, bytes = 0, user } = spoolItem(since, { name })
  return {
    key: `${folder}/${name}`,
    folder,
    name,
    bytes,
    since,
    written: since,
    ...defined({ user }),
  }
}

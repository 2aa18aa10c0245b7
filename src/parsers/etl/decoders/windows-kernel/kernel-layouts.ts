import type { Layout } from '../layout.ts'
import {
  CONFIG_LAYOUTS,
  diskLayout,
  FAULT_LAYOUTS,
  FILE_LAYOUTS,
  HEADER_LAYOUTS,
  PERF_INFO_LAYOUTS,
  threadLayout,
} from './kernel-activity-layouts.ts'
import { TCP_LAYOUTS, UDP_LAYOUTS } from './kernel-network-layouts.ts'
import { imageLayout, processLayout } from './kernel-process-layouts.ts'

/** An image load has the process group, for historical reasons. */
const IMAGE_LOAD = 10
/** Version of Windows Vista. Older layouts differ, and no such trace was available. */
const VISTA = 2

/**
 * Layout of a Windows kernel event by event group, type and version. Undefined for events that are
 * not decoded.
 */
export function findKernelLayout(group: number, type: number, version: number): Layout | undefined {
  if (group === 20 || (group === 3 && type === IMAGE_LOAD)) return imageLayout(type, version)
  if (group === 3) return processLayout(type, version)
  if (version < VISTA && group !== 0) return undefined
  switch (group) {
    case 0:
      return HEADER_LAYOUTS.get(type)
    case 1:
      return diskLayout(type, version)
    case 2:
      return FAULT_LAYOUTS.get(type)
    case 4:
      return FILE_LAYOUTS.get(type)
    case 5:
      return threadLayout(type, version)
    case 6:
      return TCP_LAYOUTS.get(type)
    case 8:
      return UDP_LAYOUTS.get(type)
    case 11:
      return CONFIG_LAYOUTS.get(type)
    case 15:
      return PERF_INFO_LAYOUTS.get(type)
    default:
      return undefined
  }
}

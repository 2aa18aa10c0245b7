import type { DecodedEvent, EtlDecoder, EtlEvent } from '../../etl-event.ts'
import { createDecodedEvent } from '../decoded-event.ts'
import { formatFields } from '../format-value.ts'
import { type Layout, type LayoutResult, readLayout } from '../layout.ts'
import { Payload } from '../payload.ts'
import { findKernelLayout } from './kernel-layouts.ts'
import { KERNEL_CLASSES, KERNEL_GROUPS, type KernelGroup, MERGE_CLASSES } from './kernel-names.ts'

const PROVIDER = 'MSNT_SystemTrace'
const MERGE_PROVIDER = 'KernelTraceControl'
const [PROCESS, IMAGE, LOAD] = [3, 20, 10]
/** In the kernel's own headers, group, version and type have one byte each. */
const BYTE_VALUES = 256
/** Characters that no file or process name contains: a number was read as text. */
const BINARY_PATTERN = /[\0-\x1f\ue000-\uf8ff\ufff0-\uffff]/

/** Names of one kind of kernel event, and its layout if it is decoded. */
interface Kind {
  readonly provider: string
  readonly name: string
  readonly layout: Layout | undefined
  readonly named: DecodedEvent
}

/**
 * Creates a decoder for events of the NT Kernel Logger, which have their own headers or the class
 * of a full one. Processes, images, threads, disks, network and a few others have fields. The rest
 * gets only a name: an empty message and no fields.
 */
export function kernelDecoder(): EtlDecoder {
  const payload = new Payload()
  const kinds = new Map<number, Kind>()
  const merged = new Map<string, Kind>()

  const kindOf = (group: number, type: number, version: number): Kind => {
    const key = (group * BYTE_VALUES + type) * BYTE_VALUES + (version & 0xff)
    const known = kinds.get(key)
    if (known) return known
    const kernelGroup = KERNEL_GROUPS[group === PROCESS && type === LOAD ? IMAGE : group] ?? {
      name: `Group${group}`,
      types: {},
    }
    const kind = createKind(PROVIDER, kernelGroup, type, findKernelLayout(group, type, version))
    kinds.set(key, kind)
    return kind
  }

  const mergedKind = ({ header, guid, opcode }: EtlEvent): Kind | undefined => {
    const group = header === 'full' ? MERGE_CLASSES.get(guid) : undefined
    if (group === undefined) return undefined
    const key = `${guid} ${opcode}`
    const kind = merged.get(key) ?? createKind(MERGE_PROVIDER, group, opcode, undefined)
    merged.set(key, kind)
    return kind
  }

  return {
    decode(event): DecodedEvent | undefined {
      const group = groupOf(event)
      if (group === undefined) return mergedKind(event)?.named
      const { provider, name, layout, named } = kindOf(group, event.opcode, event.version)
      if (layout === undefined) return named
      const { fields, values, mismatch } = readKernel(layout, payload, event)
      const message = formatFields(layout, values)
      return createDecodedEvent({ by: 'kernel', provider, name, message, fields, mismatch })
    },
  }
}

function groupOf({ header, group, guid }: EtlEvent): number | undefined {
  if (header === 'system' || header === 'perf-info' || header === 'compact') return group
  return header === 'full' || header === 'instance' ? KERNEL_CLASSES.get(guid) : undefined
}

/**
 * A 64-bit kernel writes 64-bit pointers even when a full header belongs to a 32-bit process. So
 * when the payload does not fit, the other size is tried. The kernel's own headers have the right
 * size.
 */
function readKernel(layout: Layout, payload: Payload, event: EtlEvent): LayoutResult {
  payload.open(event)
  const read = readLayout(layout, payload)
  const ownHeader = event.header !== 'full' && event.header !== 'instance'
  if (ownHeader || event.pointerBytes === 8 || fits(read, payload)) return read
  payload.open(event)
  payload.pointerBytes = 8
  const wide = readLayout(layout, payload)
  return fits(wide, payload) ? wide : read
}

const fits = ({ mismatch, values }: LayoutResult, { remaining: left }: Payload): boolean =>
  mismatch === undefined &&
  left === 0 &&
  !values.some((value) => typeof value === 'string' && BINARY_PATTERN.test(value))

function createKind(
  provider: string,
  group: KernelGroup,
  type: number,
  layout: Layout | undefined,
): Kind {
  const name = `${group.name}/${group.types[type] ?? type}`
  return {
    provider,
    name,
    layout,
    named: { by: 'kernel', provider, name, message: '', fields: {} },
  }
}

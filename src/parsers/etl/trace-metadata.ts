/**
 * Classes of the events in which a merged trace describes itself and its machine: images, schemas,
 * configuration.
 */
const METADATA_CLASSES: ReadonlySet<string> = new Set([
  'b3e675d7-2554-4f18-830b-2762732560de',
  'bbccf6c1-6cd1-48c4-80ff-839482e37671',
  '9b79ee91-b5fd-41c0-a243-4248e266e9d0',
  'ed54dff8-c409-4cf6-bf83-05e1e61a09c4',
  'bf6ef1cb-89b5-490a-80ac-b180cfbcff0f',
])

/** Whether an event only describes the trace or the machine. */
export const isTraceMetadata = ({ guid }: { readonly guid: string }): boolean =>
  METADATA_CLASSES.has(guid)

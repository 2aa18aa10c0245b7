/**
 * The size of a document does not bound the memory that it takes: one of 32 MiB can have ten
 * million values.
 * Limit: values of one document.
 * Beyond: the rest is not read; the report says so.
 */
export const MAX_KEPT_VALUES = 2_000_000
/** An object without values takes as much memory as this many values. */
export const OBJECT_VALUES = 4
/**
 * Deeper documents are damaged or hostile: none of the formats nests so far.
 * Limit: depth of JSON and XML.
 * Beyond: what is deeper is left out, and counts as damage.
 */
export const MAX_NESTING = 256

export const TOO_MANY_VALUES =
  `more than ${MAX_KEPT_VALUES / 1_000_000} million values: ` +
  'the rest was not read. Split the file'

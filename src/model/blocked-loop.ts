/** The event of `process` that says that the event loop is blocked. */
export const BLOCKED_EVENT = 'spoolscope:blocked'
/** Time between two beats of the event loop. */
export const BEAT_MS = 250
/** Time between two checks of the beats. */
export const CHECK_MS = 500
/** So many checks in a row without a beat, three seconds, mean that the event loop is blocked. */
export const MAX_SILENT_CHECKS = 6

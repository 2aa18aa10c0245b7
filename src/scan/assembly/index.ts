export { skipClientLog } from './client-log'
export { skipCls } from './cls'
export {
  addKey,
  clearKeys,
  idCount,
  learnAllWords,
  learnWord,
} from './line-keys'
export { frontEndAt, lineEndAt, restStartAt, splitPrefix } from './line-prefix'
export { findHit, openSearch, releaseBefore } from './search'
export {
  examine,
  findPart,
  headerKindAt,
  keyNumber,
  partEndAt,
  partGroups,
  partMayStartPacket,
  skipPlainHeaders,
} from './secrets'
export { skipTracefmt } from './tracefmt'
export { skipTracerptCsv } from './tracerpt-csv'

import { LF, SPACE } from './bytes'
import { findFormatLiteral, hitPlace } from './search'
import { isOpening, isWantedSip } from './sip'

const SLASH: u8 = 0x2f

/**
 * Whether a wanted SIP message begins at a line, string or element of the message. The format
 * literal is `SIP/2.0`.
 */
export function hasWantedSip(message: usize, end: usize): bool {
  let searchedTo = message
  for (
    let version = hitPlace(findFormatLiteral(message, end));
    version < end;
    version = hitPlace(findFormatLiteral(version + 1, end))
  ) {
    if (load<u8>(version, 7) == SLASH) continue
    for (let at = version; at >= searchedTo; at -= 1) {
      const before = at == message ? LF : load<u8>(at - 1)
      if (isOpening(before) && isWantedSip(skipBlanks(at, version), end)) return true
      if (before == LF) break
    }
    searchedTo = version + 1
  }
  return false
}

function skipBlanks(from: usize, to: usize): usize {
  let at = from
  while (at < to && (load<u8>(at) == SPACE || load<u8>(at) == 9)) at += 1
  return at
}

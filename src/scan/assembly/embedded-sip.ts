import { SPACE } from './bytes'
import { findFormatLiteral, findLineStart, hitPlace } from './search'
import { hasOpening, isOpening, isWantedSip } from './sip'

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
    const start = max(findLineStart(version, version - message), message)
    if (start >= searchedTo && isWantedSip(skipBlanks(start, version), end)) return true
    const from = max(start, searchedTo)
    if (hasOpening(from, version) && hasWantedSipBehindOpening(from, version, end)) return true
    searchedTo = version + 1
  }
  return false
}

function hasWantedSipBehindOpening(from: usize, version: usize, end: usize): bool {
  for (let at = from; at < version; at += 1)
    if (isOpening(load<u8>(at)) && isWantedSip(skipBlanks(at + 1, version), end)) return true
  return false
}

function skipBlanks(from: usize, to: usize): usize {
  let at = from
  while (at < to && (load<u8>(at) == SPACE || load<u8>(at) == 9)) at += 1
  return at
}

import { FirstPairs } from '../shared/first-pairs.ts'

/** A path, a branch of a tree, or the prompt of Git Bash. */
const NAMES_FOLDER = /[\\├└ÃÀ]|\+[─Ä-]{3}| MINGW\d\d /
/** One of them is in every line that `NAMES_FOLDER` matches. */
const FOLDER_MARKS = ['\\', '├', '└', 'Ã', 'À', '+', 'MINGW']
/** The path of an item, a row of `ls`, the time of the listing, a title, a command or a prompt. */
const BEGINS =
  /^(?:[-dlcbpsD][-rwxsStTl]{9}|\s*(?:[A-Za-z]:\/|\d{4}-\d\d-\d\dT|ROBOCOPY\s)|\s{0,4}(?:dir|ls|tree|gci|get-childitem|cmd|PS>|\$ ))/i
/** The pairs with which `BEGINS` can begin behind blanks. */
const pairs = new FirstPairs()
  .add('-dlcbps', '-rwxstl')
  .add('abcdefghijklmnopqrstuvwxyz', ':')
  .add('0123456789', '0123456789')
  .add('r', 'o')
  .add('d', 'i')
  .add('t', 'r')
  .add('g', 'ce')
  .add('c', 'm')
  .add('$', ' ')
const BLANK = 0x20
const TAB = 9
const MAX_ASCII = 0x7f

/**
 * Returns a test whether a line of this text can be the first of a listing. False for most lines of
 * other texts, which need not be read to find a listing among them.
 */
export function createStartTest(text: string): (line: string) => boolean {
  const mayNameFolder = FOLDER_MARKS.some((mark) => text.includes(mark))
  const hasSlash = text.includes('/')
  return (line) =>
    mayBegin(line) ||
    (mayNameFolder && NAMES_FOLDER.test(line)) ||
    // A heading of ls
    (hasSlash && line.includes('/') && line.trimEnd().endsWith(':'))
}

function mayBegin(line: string): boolean {
  let at = 0
  let code = line.charCodeAt(0)
  while (code === BLANK || code === TAB) {
    at += 1
    code = line.charCodeAt(at)
  }
  return (code > MAX_ASCII || pairs.mayMatch(line, at)) && BEGINS.test(line)
}

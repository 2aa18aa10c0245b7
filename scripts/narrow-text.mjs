/**
 * Source of a class of characters that take one column each and never join with a neighbor: ASCII,
 * Latin, Greek, Cyrillic, punctuation, arrows, and the lines and blocks of tables. A test compares
 * each of them with the library that measures all others.
 */
export const NARROW_CLASS =
  '[ -~\\u00a1-\\u00ac\\u00ae-\\u02ff\\u0370-\\u0377\\u037a-\\u037f\\u0384-\\u038a\\u038c\\u038e-\\u03a1' +
  '\\u03a3-\\u0482\\u048a-\\u052f\\u2010-\\u2027\\u2030-\\u205e\\u20a0-\\u20bf\\u2190-\\u21ff\\u2500-\\u25fc' +
  '\\u2713\\u2717]'

/** Source of an expression for the colors and styles of a terminal, which take no column. */
export const STYLE = '\\u001b\\[[\\d;]*m'

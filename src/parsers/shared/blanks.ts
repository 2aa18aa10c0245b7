/** Blanks that do not break, narrow and wide ones. All become one ordinary blank. */
const OTHER_BLANKS = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g
/**
 * Code pages 437, 850 and 866 have the no-break blank at 0xFF, which is ÿ in Windows-1252. It
 * separates groups of digits and the parts of `p. m.`, or pads columns.
 */
const OEM_BLANKS = /(?<=[\d.:>\u00ff ])\u00ff(?=[\d<apAP\u00ff ])/g
const DIRECTION_MARKS = /[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const BEYOND_ASCII = /[\u0080-\uffff]/

/** Replaces every kind of blank with an ordinary one. The length does not change. */
export const plainBlanks = (text: string): string =>
  BEYOND_ASCII.test(text) ? text.replace(OTHER_BLANKS, ' ').replace(OEM_BLANKS, ' ') : text

/** Removes the marks that Windows puts around dates to set their direction. */
export const removeDirectionMarks = (text: string): string =>
  BEYOND_ASCII.test(text) ? text.replace(DIRECTION_MARKS, '') : text

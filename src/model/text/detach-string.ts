/**
 * Copies a string. V8 substrings keep the whole parent string alive, so short parts of records that
 * are kept must be copied.
 */
export const detachString = (text: string): string => ` ${text}`.slice(1)

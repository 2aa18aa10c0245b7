/** Replaced when the library is built, by the version in package.json. */
declare const VERSION: string

/** The version of this package. */
export const version: string = VERSION

/** The program of the threads that read large logs, beside the built library. */
export const readWorker = new URL('../workers/read-worker.js', import.meta.url)

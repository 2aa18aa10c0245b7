import { resolve } from 'node:path'

/** The path of the built program. */
export const CLI = resolve('dist', 'cli.js')

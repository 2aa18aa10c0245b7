import { type Generate, records } from './records.ts'

/** Generates a client log that is one record in one line, such as a traced dump. */
export const singleLine: Generate = (options) =>
  records(options, (next) => `${next(10_000)} is not what was expected here, `, {
    first: '06/14/2016|08:00:00.027 1A2C:9F4 INFO  :: ',
    last: '\r\n',
  })

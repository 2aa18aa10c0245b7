// csv-parse over a whole tracerpt CSV, with the options that the export needs: blanks before quotes,
// quotes inside values, rows of any length.
import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'

let rows = 0
createReadStream(process.argv[2] ?? '', { highWaterMark: 1 << 20 })
  .pipe(parse({ ltrim: true, relax_quotes: true, relax_column_count: true }))
  .on('data', () => {
    rows += 1
  })
  .on('end', () => console.log(rows))

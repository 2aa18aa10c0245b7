import { ratioToReadline, recordedRatio } from './ratio-to-readline.ts'

console.log(ratioToReadline().replace(')', `; ${recordedRatio()})`))

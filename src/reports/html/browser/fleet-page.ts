import { startCopying } from './copying.ts'
import { startPrinting } from './printing.ts'
import { startSorting } from './sorting.ts'

startCopying()
startSorting()
startPrinting()

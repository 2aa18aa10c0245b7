import { startCopying } from './copying.ts'
import { startFiltering } from './filtering.ts'
import { startPrinting } from './printing.ts'
import { startSorting } from './sorting.ts'

startCopying()
startFiltering()
startSorting()
startPrinting()

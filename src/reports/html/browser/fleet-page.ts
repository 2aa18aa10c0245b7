import { startCaseTable } from './case-table.ts'
import { startCopying } from './copying.ts'
import { startPrinting } from './printing.ts'
import { startSorting } from './sorting.ts'
import { startTheme } from './theme.ts'

startTheme()
startCaseTable()
startCopying()
startSorting()
startPrinting()

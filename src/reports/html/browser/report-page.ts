import { startCopying } from './copying.ts'
import { startFiltering } from './filtering.ts'
import { startFolding } from './folding.ts'
import { startPrinting } from './printing.ts'
import { startSorting } from './sorting.ts'
import { startTheme } from './theme.ts'

startTheme()
startCopying()
startFolding()
startFiltering()
startSorting()
startPrinting()

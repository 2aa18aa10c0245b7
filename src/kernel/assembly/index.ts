export { passClientLog } from './client-log'
export { passCls } from './cls'
export { hitFrom, openSearch, passed } from './search'
export { passTracefmt } from './tracefmt'

export { writeOutputFile as writeFile } from '../output/output-file.ts'

import { serveBundles } from '../batch/serve-bundles.ts'

serveBundles()

import { serveBundles } from '../batch/serve-bundles.ts'

serveBundles()

import { serveBundles } from '../../src/batch/serve-bundles.ts'

/** What happens to the report of a bundle while it is redacted, by the name of the bundle. */
const FAILURES_BY_NAME: Readonly<Record<string, () => string>> = {
  hangs: () => {
    for (;;);
  },
  crashes: () => {
    throw new Error('simulated bug of kim@contoso.example')
  },
}

serveBundles(async (bundle, { ruleSet }) => ({
  schemaVersion: 1,
  bundle,
  ruleSet,
  status: 'unreadable',
  get reason() {
    return FAILURES_BY_NAME[/[^\\/]+$/.exec(bundle)?.[0] ?? '']?.() ?? 'it contains no files'
  },
}))

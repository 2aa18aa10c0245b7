/**
 * Loaded before a program: blocks its event loop, as a parser that hangs would. `BLOCK_KIND`: in
 * what; `BLOCK_MS`: for how long.
 */
const KINDS = {
  loop: () => {},
  // Takes longer with every character.
  expression: () => /^(?:a+)+$/.test(`${'a'.repeat(24)}b`),
  files: (fs) => fs.statSync('/'),
}
const fs = await import('node:fs')
const step = KINDS[process.env.BLOCK_KIND ?? 'loop']
setTimeout(() => {
  const end = performance.now() + Number(process.env.BLOCK_MS ?? Number.POSITIVE_INFINITY)
  while (performance.now() < end) step(fs)
}, 2000)

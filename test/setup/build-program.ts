import { execFileSync } from 'node:child_process'

/** Builds the program before tests run it, so that no test meets an older build. */
export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' })
}

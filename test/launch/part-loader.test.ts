import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CodeCache } from '../../src/launch/code-cache.ts'
import { PartLoader } from '../../src/launch/part-loader.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Loads `main.js` of a folder with these parts. */
function load(parts: Readonly<Record<string, string>>): unknown {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'parts'))
  for (const [name, text] of Object.entries(parts)) writeFileSync(join(folder, name), text)
  const requireOther = createRequire(join(folder, 'main.js'))
  return new PartLoader(folder, new CodeCache(undefined, ''), requireOther).load('main.js')
}

describe('the parts of the program', () => {
  it('require each other once', () => {
    const counted = 'globalThis.loads = (globalThis.loads ?? 0) + 1; exports.value = 3'
    const main = "exports.sum = require('./a.js').value + require('./a.js').value"
    expect(load({ 'main.js': main, 'a.js': counted })).toEqual({ sum: 6 })
    expect((globalThis as { loads?: number }).loads).toBe(1)
  })

  it('may require each other in a circle', () => {
    const main = "exports.first = 1; exports.second = require('./a.js').second"
    const other = "const main = require('./main.js'); exports.second = main.first + 1"
    expect(load({ 'main.js': main, 'a.js': other })).toEqual({ first: 1, second: 2 })
  })

  it('require parts of other folders by relative paths', () => {
    const main = "exports.name = require('./parts/a.js').name"
    const parts = {
      'parts/a.js': "exports.name = require('../parts/b.js').name",
      'parts/b.js': "exports.name = 'b'",
    }
    expect(load({ 'main.js': main, ...parts })).toEqual({ name: 'b' })
  })

  it('require modules of Node', () => {
    const main = "module.exports = require('node:path').posix.join('a', 'b')"
    expect(load({ 'main.js': main })).toBe('a/b')
  })

  it('import ES modules beside them, and of Node', async () => {
    const main = "exports.run = () => Promise.all(['./a.mjs', 'node:path'].map(importModule))"
    const { run } = load({ 'main.js': main, 'a.mjs': 'export const value = 4' }) as {
      run: () => Promise<[{ value: number }, { join: unknown }]>
    }
    const [own, path] = await run()
    expect(own.value).toBe(4)
    expect(path.join).toBe(join)
  })

  it('know where they are', () => {
    const main = "exports.same = require('node:path').join(__dirname, 'main.js') === __filename"
    expect(load({ 'main.js': main })).toEqual({ same: true })
  })

  it('are named with line and column in a stack trace', () => {
    const main = "exports.fail = () => { throw new Error('x') }"
    const { fail } = load({ 'main.js': main }) as { fail: () => never }
    let stack = ''
    try {
      fail()
    } catch (error) {
      stack = (error as Error).stack ?? ''
    }
    expect(stack).toContain(`main.js:1:${main.indexOf('new Error') + 1}`)
  })

  it('may end with a comment', () => {
    expect(load({ 'main.js': 'exports.value = 1 // the end' })).toEqual({ value: 1 })
  })
})

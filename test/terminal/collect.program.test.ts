import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CollectionManifest } from '../../src/model/collection/collection-manifest.ts'
import { unpackBundle } from '../support/collect.ts'
import { layOutProfile } from '../support/machine-profile.ts'
import { Terminal } from '../support/programs/terminal.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const COUNTDOWN = /Second look at the spool in 4:5\d\. Press Enter to look now\./
const { skip, title } = requires('tmux')
let terminal: Terminal
let folder: string

beforeEach(() => {
  folder = temporaryFolder('here')
  const { lync } = layOutProfile('stuck-on-premises')
  terminal = new Terminal([100, 30], ['collect', lync, '--output', join(folder, 'b.zip')])
})
afterEach(() => terminal.close())

describe.skipIf(skip)(`the countdown of collect${title}`, () => {
  it('counts five minutes down, and Enter looks at the spool at once', async () => {
    await terminal.waitForText(COUNTDOWN)
    // Nothing is under the name of the bundle yet.
    expect(readdirSync(folder).filter((name) => !name.startsWith('.spoolscope-'))).toEqual([])
    terminal.press('Enter')
    const { code, before, after } = await terminal.waitForExit()
    expect({ code, after }).toEqual({ code: 0, after: before })
    const contents = await unpackBundle(join(folder, 'b.zip'))
    const [first, second] = ['spoolscope-manifest.json', 'spool-second-look.json'].map(
      (name) => JSON.parse(String(contents.get(name))) as CollectionManifest,
    )
    const times = [first, second].map((manifest) => Date.parse(manifest?.collectedAt ?? ''))
    expect(times[1]).toBeGreaterThan(times[0] ?? Number.NaN)
  })

  it('ends with Ctrl-C, and leaves nothing', async () => {
    await terminal.waitForText(COUNTDOWN)
    terminal.press('C-c')
    const { code, before, after } = await terminal.waitForExit()
    expect({ code, after }).toEqual({ code: 130, after: before })
    expect(readdirSync(folder)).toEqual([])
  })
})

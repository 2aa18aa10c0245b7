import { describe, expect, it } from 'vitest'
import { applyAsciiOutput } from '../../src/cli/ascii-output.ts'
import type { CommandContext } from '../../src/cli/command-context.ts'
import { outputStream } from '../../src/terminal/output-stream.ts'
import { terminalText } from '../../src/terminal/terminal-text.ts'

const TEXT = '✓ 1 item …'

/** What both streams show of a text. */
function shown(
  options: { readonly ascii: boolean; readonly format?: string },
  more: {
    readonly platform?: NodeJS.Platform
    readonly env?: NodeJS.ProcessEnv
    readonly isTTY?: boolean
    readonly codePage?: string
  } = {},
): readonly string[] {
  const { platform = 'win32', env = {}, isTTY = true, codePage = 'Active code page: 850' } = more
  const texts = ['', '']
  const [stdout, stderr] = [0, 1].map((index) =>
    outputStream({
      isTTY,
      write(text: string) {
        texts[index] += text
        return true
      },
    } as NodeJS.WriteStream),
  )
  const ctx = { stdout, stderr, env, platform } as unknown as CommandContext
  applyAsciiOutput(options, ctx, () => codePage)
  ctx.stdout.write(terminalText(TEXT))
  ctx.stderr.write(terminalText(TEXT))
  return texts
}

const ASCII = '+ 1 item ~'

describe('output in ASCII', () => {
  it('is what --ascii asks for, on every system and in files', () => {
    expect(shown({ ascii: true }, { platform: 'linux' })).toEqual([ASCII, ASCII])
    expect(shown({ ascii: true }, { isTTY: false })).toEqual([ASCII, ASCII])
  })

  it('leaves formats for programs unchanged', () => {
    expect(shown({ ascii: true, format: 'json' })).toEqual([TEXT, ASCII])
    expect(shown({ ascii: true, format: 'table' })).toEqual([ASCII, ASCII])
  })

  it('is automatic in the old console with a legacy code page', () => {
    expect(shown({ ascii: false })).toEqual([ASCII, ASCII])
    const german = { codePage: 'Aktive Codepage: 850.\r\n' }
    expect(shown({ ascii: false }, german)).toEqual([ASCII, ASCII])
  })

  it('is not automatic anywhere else', () => {
    for (const more of [
      { codePage: 'Active code page: 65001' },
      { codePage: '' },
      { env: { WT_SESSION: 'x' } },
      { isTTY: false },
      { platform: 'linux' as const },
    ])
      expect(shown({ ascii: false }, more)).toEqual([TEXT, TEXT])
  })
})

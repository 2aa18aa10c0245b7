import { chownSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ConfigLookup, findConfigs } from '../../../src/cli/config/find-configs.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const root = realpathSync(temporaryFolder('find-configs'))
const home = join(root, 'home')
const inFolder = (...names: string[]) => join(root, ...names)
const write = (...names: string[]): string => {
  const folder = inFolder(...names)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'spoolscope.config.yaml'), 'color: never\n')
  return join(folder, 'spoolscope.config.yaml')
}
const user = write('home', '.config', 'spoolscope')
const project = write('cases')
mkdirSync(inFolder('cases', 'PC-0142', 'Lync'), { recursive: true })

const lookup = (workingDirectory: string | undefined, more: Partial<ConfigLookup> = {}) => ({
  env: { HOME: home },
  platform: 'linux' as const,
  workingDirectory,
  ...more,
})
const pathsOf = (found: ReturnType<typeof findConfigs>) =>
  found.map(({ path, kind, refused }) => [kind, path, refused === undefined])

describe('configurations are found', () => {
  it('in the working directory, then for the user', () => {
    expect(pathsOf(findConfigs({}, [], lookup(inFolder('cases'))))).toEqual([
      ['project', project, true],
      ['user', user, true],
    ])
  })

  it('in the nearest folder above the working directory', () => {
    const nearest = write('cases', 'team', 'nested')
    mkdirSync(inFolder('cases', 'team', 'nested', 'deep'))
    expect(findConfigs({}, [], lookup(inFolder('cases', 'team', 'nested', 'deep')))[0]?.path).toBe(
      nearest,
    )
    expect(findConfigs({}, [], lookup(inFolder('cases', 'PC-0142', 'Lync')))[0]?.path).toBe(project)
  })

  it('not where a folder has the name of the file', () => {
    mkdirSync(inFolder('cases', 'odd', 'spoolscope.config.yaml'), { recursive: true })
    expect(findConfigs({}, [], lookup(inFolder('cases', 'odd')))[0]?.path).toBe(project)
  })

  it('once, where the working directory is the folder of the user', () => {
    const found = findConfigs({}, [], lookup(inFolder('home', '.config', 'spoolscope')))
    expect(pathsOf(found)).toEqual([['project', user, true]])
  })

  it('for the user alone, where the working directory was removed', () => {
    expect(pathsOf(findConfigs({}, [], lookup(undefined)))).toEqual([['user', user, true]])
  })

  it('nowhere with --no-config, and only at its path with --config', () => {
    expect(findConfigs({ 'no-config': true }, [], lookup(inFolder('cases')))).toEqual([])
    expect(findConfigs({ config: ['a.yaml'] }, [], lookup(inFolder('cases')))).toEqual([
      { path: 'a.yaml', kind: 'named' },
    ])
    expect(() =>
      findConfigs({ config: ['a.yaml'], 'no-config': true }, [], lookup(undefined)),
    ).toThrow('--config and --no-config exclude each other. Leave one out.')
  })
})

describe('the configuration of the user is', () => {
  const none = inFolder('nothing')

  it('in XDG_CONFIG_HOME before ~/.config', () => {
    const path = write('xdg', 'spoolscope')
    const env = { HOME: home, XDG_CONFIG_HOME: inFolder('xdg') }
    expect(findConfigs({}, [], lookup(none, { env }))[0]?.path).toBe(path)
    const relative = { HOME: home, XDG_CONFIG_HOME: 'xdg' }
    expect(findConfigs({}, [], lookup(none, { env: relative }))[0]?.path).toBe(user)
  })

  it('on macOS in Application Support before ~/.config', () => {
    const mac = { platform: 'darwin' as const }
    expect(findConfigs({}, [], lookup(none, mac))[0]?.path).toBe(user)
    const path = write('mac', 'Library', 'Application Support', 'spoolscope')
    const env = { HOME: inFolder('mac') }
    expect(findConfigs({}, [], lookup(none, { ...mac, env }))[0]?.path).toBe(path)
  })

  it('on Windows in APPDATA only', () => {
    const windows = { platform: 'win32' as const }
    expect(findConfigs({}, [], lookup(none, windows))).toEqual([])
    const path = write('roaming', 'spoolscope')
    const env = { HOME: home, APPDATA: inFolder('roaming') }
    expect(findConfigs({}, [], lookup(none, { ...windows, env }))[0]?.path).toBe(path)
  })
})

describe('a configuration that may be part of the evidence is refused', () => {
  const evidence = write('evidence')

  it.each([
    ['the working directory is the operand', inFolder('evidence'), ['.', inFolder('evidence')]],
    ['the operand is a folder above it', inFolder('evidence'), [inFolder()]],
  ])('when %s', (_, workingDirectory, operands) => {
    const [found] = findConfigs({}, operands, lookup(workingDirectory))
    expect(found).toMatchObject({ path: evidence, refused: expect.stringMatching(/--config/) })
    expect(found?.refused).toContain('may be part of the evidence')
  })

  it.each([
    ['Lync', 'folder'],
    ['Lync-UccApi-0.UccApilog', 'file'],
    ['spoolscope-manifest.json', 'file'],
    ['sip_kim@contoso.example', 'folder'],
  ])('when it is beside %s, whatever the operand', (name, kind) => {
    const path = write('bundle', name, 'case')
    const folder = inFolder('bundle', name, 'case')
    if (kind === 'folder') mkdirSync(join(folder, name))
    else writeFileSync(join(folder, name), '')
    mkdirSync(join(folder, 'deep'))
    const [found] = findConfigs({}, [join(folder, name)], lookup(join(folder, 'deep')))
    expect(found).toMatchObject({ path, refused: expect.stringContaining(`is beside ${name},`) })
  })

  it.skipIf(process.getuid?.() !== 0)('when it belongs to another user', () => {
    const path = write('foreign')
    chownSync(path, 12345, 12345)
    const [found] = findConfigs({}, [], lookup(inFolder('foreign')))
    expect(found).toMatchObject({
      path,
      refused: expect.stringMatching(/^belongs to another user/),
    })
  })

  it('but not when the operand is a file or folder beside it, or does not exist', () => {
    mkdirSync(inFolder('evidence', 'PC-0142'))
    const operands = [inFolder('evidence', 'PC-0142'), evidence, inFolder('missing'), '-']
    const [found] = findConfigs({}, operands, lookup(inFolder('evidence')))
    expect(found).toEqual({ path: evidence, kind: 'project' })
  })

  it('nor when it is the one of the user, or is named', () => {
    const found = findConfigs({}, [inFolder()], lookup(inFolder('nothing')))
    expect(pathsOf(found)).toEqual([['user', user, true]])
    const named = findConfigs({ config: [evidence] }, [inFolder()], lookup(inFolder('evidence')))
    expect(pathsOf(named)).toEqual([['named', evidence, true]])
  })
})

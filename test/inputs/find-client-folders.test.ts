import { expect, it } from 'vitest'
import { findClientFolders } from '../../src/inputs/find-client-folders.ts'
import { UsageError } from '../../src/model/usage-error.ts'

const env = { LOCALAPPDATA: 'C:\\Users\\kim\\AppData\\Local' }
const OFFICE = 'C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office'

it('finds the folders of Skype for Business 2016 and 2015 on Windows, newest first', () => {
  expect(findClientFolders(env, 'win32', () => true)).toEqual([
    `${OFFICE}\\16.0\\Lync`,
    `${OFFICE}\\15.0\\Lync`,
  ])
  expect(findClientFolders(env, 'win32', (path) => path.includes('15.0'))).toEqual([
    `${OFFICE}\\15.0\\Lync`,
  ])
})

it('throws a usage error when there is no folder or it is unknown', () => {
  expect(() => findClientFolders(env, 'win32', () => false)).toThrow(UsageError)
  expect(() => findClientFolders({}, 'win32', () => true)).toThrow('LOCALAPPDATA is not set')
  expect(() => findClientFolders(env, 'linux', () => true)).toThrow('Only on Windows')
})

import { kinds } from './kind.ts'

export const pathKinds = [
  ...kinds('paths', {
    'folder of a user': String.raw`open C:\Users\«kimakers»\AppData\Local\x.log`,
    'folder of a user with a blank': String.raw`open C:\Users\«Kim Akers»\AppData\Local\x.log`,
    'folder of a user, escaped': String.raw`open C:\\Users\\«kimakers»\\AppData\\x.log`,
    'folder of a user with slashes': 'open C:/Users/«kimakers»/AppData/x.log',
    'folder of a user at the end': String.raw`open C:\Users\«kimakers»`,
    'folder of a user at the start': 'Users/«kimakers»/AppData/x.log',
    'folder of a user at the start, with backslashes': String.raw`Users\«kimakers»\AppData\x.log`,
    'folder of a user with a domain': String.raw`open C:\Users\«kimakers».«CONTOSOX»\x.log`,
    'old folder of a user': String.raw`open C:\Documents and Settings\«kimakers»\x.log`,
    'roaming profile': String.raw`open D:\Profiles\«kimakers»\x.log`,
    'home folder': 'open /home/«kimakers»/x.log',
    'home folder of macOS': 'open /Users/«kimakers»/x.log',
    'file address': 'open file:///C:/Users/«kimakers»/x.log',
    'file address, escaped': 'open file:///C:/Users/«Kim%20Akers»/x.log',
    'server and share': String.raw`open \\«filerx7»\«budgets»\x.log`,
    'server and share, escaped': String.raw`open \\\\«filerx7»\\«budgets»\\x.log`,
    'server and share with slashes': 'open //«filerx7»/«budgets»/x.log',
    'long path of a server': String.raw`open \\?\UNC\«filerx7»\«budgets»\x.log`,
    'file address of a server': 'open file://«filerx7»/«budgets»/x.log',
    'server with a domain': String.raw`open \\«filerx7».«contoso».example\«budgets»\x.log`,
    'share of an administrator': String.raw`open \\«filerx7»\c$\x.log`,
    'folder of a user on a server': String.raw`open \\«filerx7»\c$\Users\«kimakers»\x.log`,
  }),
]

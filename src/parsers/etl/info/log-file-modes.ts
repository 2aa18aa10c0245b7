/** Names of the bits of LogFileMode. */
const MODES: readonly (readonly [number, string])[] = [
  [0x1, 'sequential'],
  [0x2, 'circular'],
  [0x4, 'append'],
  [0x8, 'new file when full'],
  [0x20, 'preallocated'],
  [0x80, 'stops on hybrid shutdown'],
  [0x100, 'real time'],
  [0x400, 'in memory'],
  [0x800, 'private logger'],
  [0x1000, 'adds a header'],
  [0x2000, 'sizes in KB'],
  [0x10000, 'merged'],
  [0x2000000, 'system logger'],
  [0x4000000, 'compressed'],
  [0x8000000, 'independent session'],
  [0x10000000, 'no buffers for each processor'],
]

export const modeNames = (mode: number): readonly string[] =>
  MODES.filter(([bit]) => (mode & bit) !== 0).map(([, name]) => name)

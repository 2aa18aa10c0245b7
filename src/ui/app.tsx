import { Text, Transform, useInput } from 'ink'
import { useSyncExternalStore } from 'react'
import type { Dashboard } from './dashboard.ts'
import { keyNames } from './key-names.ts'

interface Props {
  readonly dashboard: Pick<Dashboard, 'frame' | 'subscribe' | 'press'>
  readonly screenReader: boolean
}

/** Draws the frames of the dashboard, and gives it the keys. */
export function App({ dashboard, screenReader }: Props) {
  const { lines, columns } = useSyncExternalStore(dashboard.subscribe, dashboard.frame)
  useInput((input, key) => {
    for (const name of keyNames(input, key)) dashboard.press(name)
  })
  return screenReader ? <Text>{lines.join('\n')}</Text> : <Rows lines={lines} width={columns} />
}

/**
 * Finished lines, each as wide as the screen. Ink lays out blanks in their place and puts them in when it writes: of every text that it
 * measures it keeps the measure for good, and these are other ones in every frame.
 */
function Rows({ lines, width }: { readonly lines: readonly string[]; readonly width: number }) {
  return (
    <Transform transform={(_, row) => lines[row] ?? ''}>
      <Text>{Array.from(lines, () => ' '.repeat(width)).join('\n')}</Text>
    </Transform>
  )
}

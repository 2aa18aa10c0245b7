import { Text, Transform, useInput } from 'ink'
import { useCallback, useSyncExternalStore } from 'react'
import type { Dashboard } from './dashboard.ts'
import { keyNames } from './key-names.ts'
import type { Screen } from './screen.ts'

interface Props {
  readonly dashboard: Pick<Dashboard, 'frame' | 'subscribe' | 'press'>
  readonly screen: Pick<Screen, 'isShown'>
}

/** Draws the frames of the dashboard, and gives it the keys. */
export function App({ dashboard, screen }: Props) {
  const { lines, columns } = useSyncExternalStore(dashboard.subscribe, dashboard.frame)
  useInput(
    useCallback(
      (input, key) => {
        for (const name of keyNames(input, key)) dashboard.press(name)
      },
      [dashboard],
    ),
  )
  return (
    <Rows
      lines={lines.map((line, row) => (screen.isShown(line, row) ? '' : line))}
      width={columns}
    />
  )
}

/**
 * Finished lines, each as wide as the screen; empty ones stand there already, for Ink takes every
 * character apart. It lays out blanks in their place and puts the lines in when it writes: of every
 * text that it measures it keeps the measure for good, and these are other ones in every frame.
 */
function Rows({ lines, width }: { readonly lines: readonly string[]; readonly width: number }) {
  return (
    <Transform transform={(_, row) => lines[row] ?? ''}>
      <Text>{Array.from(lines, () => ' '.repeat(width)).join('\n')}</Text>
    </Transform>
  )
}

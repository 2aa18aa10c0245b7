import { Text, Transform, useInput } from 'ink'
import { useCallback, useSyncExternalStore } from 'react'
import type { Dashboard } from './dashboard.ts'
import { keyNames } from './input/key-names.ts'
import type { Screen } from './screen.ts'

interface Props {
  readonly dashboard: Pick<Dashboard, 'frame' | 'subscribe' | 'press'>
  readonly screen: Pick<Screen, 'isShown'>
}

/** Draws the frames of the dashboard and passes keys to it. */
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
 * Passes finished lines through Ink. Ink lays out blanks of the width of the screen; the transform
 * puts the lines in when Ink writes. Otherwise Ink would measure each line and cache the result
 * forever, although every frame has new lines. Lines that the screen already shows are empty,
 * because Ink processes every character.
 */
function Rows({ lines, width }: { readonly lines: readonly string[]; readonly width: number }) {
  return (
    <Transform transform={(_, row) => lines[row] ?? ''}>
      <Text>{Array.from(lines, () => ' '.repeat(width)).join('\n')}</Text>
    </Transform>
  )
}

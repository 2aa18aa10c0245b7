import type { CommandContext } from '../../cli/command-context.ts'
import { seconds } from '../../model/duration.ts'
import { terminal } from '../../terminal/terminal-text.ts'

/** `4:05` */
const formatClock = (milliseconds: number): string => {
  const total = Math.ceil(milliseconds / 1000)
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`
}

/**
 * Waits. With a terminal, the time left is shown on one line, and Enter ends the wait.
 * `isInteractive`: whether there is a terminal to write to and to read from.
 */
export async function waitWithCountdown(
  milliseconds: number,
  title: string,
  isInteractive: boolean,
  { stdin, stderr }: Pick<CommandContext, 'stdin' | 'stderr'>,
): Promise<void> {
  if (!isInteractive) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    return
  }
  const end = performance.now() + milliseconds
  await new Promise<void>((resolve) => {
    const show = () => {
      const left = end - performance.now()
      if (left <= 0) finish()
      else
        stderr.write(terminal`${title} in ${formatClock(left)}. Press Enter to look now.\u001b[K\r`)
    }
    const finish = () => {
      clearInterval(timer)
      stdin.removeListener('data', finish)
      stdin.pause()
      stderr.write(terminal`\u001b[K`)
      resolve()
    }
    const timer = setInterval(show, seconds(1))
    stdin.on('data', finish)
    stdin.resume()
    show()
  })
}

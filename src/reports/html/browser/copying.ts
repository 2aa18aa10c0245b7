import { say } from './say.ts'

const SHOWN_FOR = 2000

/** Gives each block of commands a button that copies it. */
export function startCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const code = button.parentElement?.querySelector('code')
    const label = button.firstChild
    if (!code || !label) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      const done = await copied(code)
      label.textContent = done ? 'Copied' : 'Selected'
      say(done ? 'Copied' : 'Selected: copy it with Ctrl+C')
      setTimeout(() => {
        label.textContent = 'Copy'
      }, SHOWN_FOR)
    })
  }
}

/** Where the browser does not let a page copy, the text is selected, so that a key does. */
async function copied(code: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code.textContent ?? '')
    return true
  } catch {
    getSelection()?.selectAllChildren(code)
    return false
  }
}

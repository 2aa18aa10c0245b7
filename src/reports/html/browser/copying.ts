import { announce } from './announce.ts'

const FEEDBACK_MS = 2000

/** Shows the copy button of each block of commands, and makes it work. */
export function startCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const code = button.parentElement?.querySelector('code')
    const label = button.firstChild
    if (!code || !label) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      const isCopied = await copyText(code)
      label.textContent = isCopied ? 'Copied' : 'Selected'
      announce(isCopied ? 'Copied' : 'Selected: copy it with Ctrl+C')
      setTimeout(() => {
        label.textContent = 'Copy'
      }, FEEDBACK_MS)
    })
  }
}

/** Selects the text and returns false where the browser does not allow the page to copy. */
async function copyText(code: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code.textContent ?? '')
    return true
  } catch {
    getSelection()?.selectAllChildren(code)
    return false
  }
}

import { announce } from './announce.ts'

const FEEDBACK_MS = 2000

/**
 * Shows the copy buttons, and makes them work. A button copies the element whose id it names, else
 * the command beside it.
 */
export function startCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const { copy = '' } = button.dataset
    const source =
      copy === '' ? button.parentElement?.querySelector('code') : document.getElementById(copy)
    const label = button.firstChild
    if (!source || !label) continue
    const title = label.textContent
    button.hidden = false
    button.addEventListener('click', async () => {
      const isCopied = await copyText(source.textContent ?? '')
      if (!isCopied) selectText(source)
      label.textContent = isCopied ? 'Copied' : 'Selected'
      announce(isCopied ? 'Copied' : 'Selected: copy it with Ctrl+C')
      setTimeout(() => {
        label.textContent = title
      }, FEEDBACK_MS)
    })
  }
}

/** Copies a text. Returns false where the browser does not allow the page to copy. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelection(text)
  }
}

/** The way of older browsers, and of those that allow no clipboard to a page from a disk. */
function copySelection(text: string): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.className = 'unseen'
  field.value = text
  document.body.append(field)
  field.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    if (focused instanceof HTMLElement) focused.focus()
  }
}

/** Selects a text for the reader to copy, and shows it if it is hidden. */
function selectText(source: HTMLElement): void {
  source.hidden = false
  getSelection()?.selectAllChildren(source)
}

import { announce } from './announce.ts'

const THEMES = ['system', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]

const LABELS: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' }
const STORAGE_KEY = 'spoolscope-theme'

/**
 * Adds a switch between light, dark and the theme of the system to the top of the page. The choice
 * is remembered where the browser allows the page to store it.
 */
export function startTheme(): void {
  const top = document.querySelector('.top')
  if (!top) return
  const select = document.createElement('select')
  for (const theme of THEMES) select.append(new Option(LABELS[theme], theme))
  const label = document.createElement('label')
  label.className = 'theme'
  label.append('Theme ', select)
  top.append(label)
  const stored = loadTheme()
  select.value = stored
  applyTheme(stored)
  select.addEventListener('change', () => {
    const theme = toTheme(select.value)
    applyTheme(theme)
    storeTheme(theme)
    announce(`Theme: ${LABELS[theme]}`)
  })
}

function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

const toTheme = (value: string | null): Theme => THEMES.find((theme) => theme === value) ?? 'system'

function loadTheme(): Theme {
  try {
    return toTheme(localStorage.getItem(STORAGE_KEY))
  } catch {
    return 'system'
  }
}

function storeTheme(theme: Theme): void {
  try {
    localStorage.setItem(STORAGE_KEY, theme)
  } catch {
    // The choice then lasts as long as the page is open.
  }
}

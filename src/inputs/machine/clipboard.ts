import type { RunProgram } from './registry-values.ts'

/** Windows PowerShell, which Windows has in its system folder. */
const POWERSHELL = 'WindowsPowerShell\\v1.0\\powershell.exe'
/** Prints UTF-8, whatever the code page of the console. Works in Constrained Language Mode too. */
const COMMAND = 'chcp.com 65001 > $null; Get-Clipboard -Raw'

/** The text on the clipboard of Windows; else why it cannot be read. */
export function readClipboard(
  run: RunProgram,
): { readonly text: string } | { readonly reason: string } {
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', COMMAND]
  const { status, stdout, stderr } = run(POWERSHELL, args)
  if (status !== 0) return { reason: `PowerShell failed: ${stderr.split('\n', 1)[0] ?? ''}` }
  const text = Buffer.from(stdout).toString('utf8')
  return text.trim() === '' ? { reason: 'the clipboard holds no text' } : { text }
}

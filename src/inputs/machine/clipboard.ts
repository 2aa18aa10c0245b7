import { configurationInformation } from '../../parsers/configuration-information/configuration-information.ts'
import type { RunProgram } from './registry-values.ts'

/** Windows PowerShell, which Windows has in its system folder. */
const POWERSHELL = 'WindowsPowerShell\\v1.0\\powershell.exe'
/** Prints UTF-8, whatever the code page of the console. Works in Constrained Language Mode too. */
const COMMAND = 'chcp.com 65001 > $null; Get-Clipboard -Raw'

/**
 * The Configuration Information on the clipboard of Windows; else why there is none. Any other text
 * on the clipboard is left alone.
 */
export function readConfigurationFromClipboard(
  run: RunProgram,
): { readonly text: string } | { readonly reason: string } {
  const args = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', COMMAND]
  const { status, stdout, stderr } = run(POWERSHELL, args)
  if (status !== 0) return { reason: `PowerShell failed: ${stderr.split('\n', 1)[0] ?? ''}` }
  const text = Buffer.from(stdout).toString('utf8')
  if (text.trim() === '') return { reason: 'the clipboard holds no text' }
  return isConfigurationInformation(text)
    ? { text }
    : { reason: 'the clipboard holds another text, which was left alone' }
}

function isConfigurationInformation(text: string): boolean {
  const bytes = Buffer.from(text)
  const head = { bytes, text: text.replace(/\r\n?/g, '\n'), isWhole: true, fileName: '', tail: '' }
  return configurationInformation.recognise(head) !== undefined
}

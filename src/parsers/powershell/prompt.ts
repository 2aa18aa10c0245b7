/**
 * PS C:\> Get-CsClientPolicy · PS> Get-CsUser · [PS] C:\>Get-Mailbox ·
 * [sfb01.contoso.example]: PS C:\Users\kim>
 */
const PROMPT = /^(?:\[[^\]]{1,80}\]:? ?)?(?:PS(?: [^>]{0,260})?|[A-Za-z]:\\[^>]{0,260})>/

/** Whether the line is a prompt. Output after it belongs to another command. */
export const isPrompt = (line: string): boolean =>
  (line.includes('>') && PROMPT.test(line)) || line.startsWith('>> ')

/** PS C:\> Get-CsClientPolicy · [PS] C:\>Get-Mailbox · [sfb01.contoso.example]: PS C:\Users\kim> */
const PROMPT = /^(?:\[[^\]]{1,80}\]:? ?)?(?:PS |[A-Za-z]:\\)[^>]{0,260}>/

/** Whether the line is a prompt. Output after it belongs to another command. */
export const isPrompt = (line: string): boolean =>
  (line.includes('>') && PROMPT.test(line)) || line.startsWith('>> ')

/**
 * Get-CsImConfiguration, Set-CsImConfiguration, Get-MailboxFolderStatistics: only the absence of
 * such cmdlets proves something.
 */
const RELEVANT_CMDLET = /^[GS]et-(?:Cs|Mailbox)[A-Za-z]{1,60}$/i

/**
 * How PowerShell reports an unknown command, each with a word to search for first. The error
 * category is the same in every language; the sentences are English, German and French. Each may be
 * wrapped, and only one of them may have been copied.
 */
const UNKNOWN_COMMAND = [
  // + CategoryInfo          : ObjectNotFound: (Get-CsImConfiguration:String) [],
  // CommandNotFoundException
  [
    'ObjectNotFound',
    /ObjectNotFound:\s{1,40}\(([A-Za-z]{1,20}-[A-Za-z]{1,60}):String\)\s{1,40}\[\s{0,40}\]/g,
  ],
  // The term 'Get-CsImConfiguration' is not recognized as
  [
    'The',
    /The\s{1,40}term\s{1,40}['‘"]([A-Za-z]{1,20}-[A-Za-z]{1,60})['’"]\s{1,40}is\s{1,40}not\s{1,40}recognized/g,
  ],
  // Die Benennung "Get-CsImConfiguration" wurde nicht als Name
  [
    'Benennung',
    /Die\s{1,40}Benennung\s{1,40}["„]([A-Za-z]{1,20}-[A-Za-z]{1,60})["“]\s{1,40}wurde\s{1,40}nicht\s{1,40}als/g,
  ],
  // Le terme «Get-CsImConfiguration» n'est pas reconnu
  [
    'terme',
    /Le\s{1,40}terme\s{1,40}[«"']\s?([A-Za-z]{1,20}-[A-Za-z]{1,60})\s?[»"']\s{1,40}n['’]est\s{1,40}pas\s{1,40}reconnu/g,
  ],
] as const

/** Cmdlets that PowerShell did not know, with the positions of the messages in the text. */
export function findUnknownCommands(
  text: string,
): { readonly name: string; readonly at: number }[] {
  const found = UNKNOWN_COMMAND.flatMap(([word, pattern]) =>
    text.includes(word)
      ? [...text.matchAll(pattern)].map((match) => ({ name: match[1] ?? '', at: match.index }))
      : [],
  )
  return found
    .filter(({ name }) => RELEVANT_CMDLET.test(name))
    .sort((left, right) => left.at - right.at)
}

/**
 * Get-CsImConfiguration, Set-CsImConfiguration, Enable-CsUser, Get-MailboxFolderStatistics: only
 * the absence of such cmdlets proves something.
 */
const RELEVANT_CMDLET = /^[A-Z]{2,12}-(?:Cs[A-Z]|Mailbox)[A-Z]{0,60}$/i

// The end of a color, ESC [ 32 ; 1 m, is not a part of the name.
const NAME = String.raw`(?<!\u001b\[[\d;]{0,12})([A-Za-z]{2,20}-[A-Za-z]{1,60})`
const GAP = String.raw`\s{1,40}`
const OPEN = String.raw`["'‘“„‚«‹「『]?\s?`
const CLOSE = String.raw`\s?["'’”“»›」』]?`

/**
 * + CategoryInfo          : ObjectNotFound: (Get-CsImConfiguration:String) [],
 * CommandNotFoundException
 *
 * The error category is the same in every language.
 */
const CATEGORY = new RegExp(
  String.raw`ObjectNotFound:${GAP}\(${NAME}:String\)${GAP}\[\s{0,40}\]`,
  'g',
)

/** The word `cmdlet` in languages that translate it. */
const CMDLET_WORDS = [
  'cmdlet',
  String.raw`applet\s{1,40}de\s{1,40}comm?ande`,
  'командлет',
  'コマンドレット',
  'rutin[ay]',
  'parancsmag',
]
/**
 * Get-CsUser : Die Benennung "Get-CsUser" wurde nicht als Name eines Cmdlet, einer Funktion, …
 *
 * The command that PowerShell runs and the command of which it speaks are the same, and the
 * sentence lists what a command can be. That a module could not be loaded is another error.
 */
const OWN_NAME = new RegExp(
  String.raw`^${NAME}\s?:${GAP}(?:(?!modul|модул|モジュール|模块|模組|모듈)[^.\n]|\n){0,80}?\1(?:(?!modul|модул|モジュール|模块|模組|모듈)[^.。]){0,120}?(?:${CMDLET_WORDS.join('|')})`,
  'gim',
)

/**
 * The sentence alone, as somebody may copy it: a word to search for first, what is before the name
 * and what is behind it. `A~B` in a phrase stands for any white space.
 */
const SENTENCES: readonly (readonly [string, string, string])[] = [
  ['recogni', '', 'is~not~recogni[sz]ed~as'],
  ['Benennung', 'Benennung~', 'wurde~nicht~als'],
  ['reconnu', 'terme~', "n[’']est~pas~reconnu"],
  ['reconoce', 'término~', 'no~se~reconoce'],
  ['riconosciuto', '', '(?:non~è~riconosciuto|non~riconosciuto)'],
  ['reconhecido', '', 'não~é~reconhecido'],
  ['распознано', '', 'не~распознано'],
  ['herkend', '', 'wordt~niet~herkend'],
  ['rozpoznan', '', '(?:nie~został~rozpoznany|nie~jest~rozpoznawany)'],
  ['igen', '', 'känns~inte~igen'],
  ['genkend', '', '(?:genkendes~ikke|blev~ikke~genkendt)'],
  ['gjenkjen', '', '(?:gjenkjennes~ikke|ble~ikke~gjenkjent)'],
  ['tunnist', '', 'ei~tunnist'],
  ['rozpoznat', '', 'nelze~rozpoznat'],
  ['ismer', '', '[^.\\n]{0,60}nem~ismer'],
  ['tanınm', '', '[^.\\n]{0,160}tanınm'],
  ['認識', '', '[^。\\n]{0,160}(?:認識されません|認識されていません)'],
  ['识别', '(?:无法将|無法將)\\s?', '项?\\s?识别'],
  ['辨識', '無法辨識\\s?', ''],
  ['인식', '', '[^.\\n]{0,160}인식되지'],
]

const SENTENCE_PATTERNS = SENTENCES.map(([word, before, behind]) => {
  const phrase = (text: string) => text.replaceAll('~', GAP)
  const pattern = `${phrase(before)}${OPEN}${NAME}${CLOSE}\\s{0,40}${phrase(behind)}`
  return [word, new RegExp(pattern, 'g')] as const
})

/**
 * How PowerShell reports an unknown command, each with a word to search for first. Each may be
 * wrapped, and only one of them may have been copied.
 */
const UNKNOWN_COMMAND: readonly (readonly [string, RegExp])[] = [
  ['ObjectNotFound', CATEGORY],
  ...SENTENCE_PATTERNS,
]

interface FoundCommand {
  readonly name: string
  readonly at: number
}

/** Cmdlets that PowerShell did not know, with the positions of the messages in the text. */
export function findUnknownCommands(text: string): FoundCommand[] {
  if (!/-(?:Cs|Mailbox)/i.test(text)) return []
  const patterns = UNKNOWN_COMMAND.filter(([word]) => text.includes(word)).map(
    ([, pattern]) => pattern,
  )
  return [...patterns, OWN_NAME]
    .flatMap((pattern) =>
      [...text.matchAll(pattern)].map((match) => ({ name: match[1] ?? '', at: match.index })),
    )
    .filter(({ name }) => RELEVANT_CMDLET.test(name))
    .sort((left, right) => left.at - right.at)
}

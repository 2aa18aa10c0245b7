export const DEFAULT_CODE_PAGE = 'windows-1252'

/** Code pages of Windows that TextDecoder knows under another name. */
const TEXT_DECODER_NAMES: Readonly<Record<string, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  65001: 'utf-8',
}

/** Code pages of consoles that TextDecoder lacks. */
const CONSOLE_CODE_PAGES = [
  '437',
  '720',
  '737',
  '775',
  '850',
  '852',
  '855',
  '857',
  '858',
  '860',
  '861',
  '862',
  '863',
  '864',
  '865',
  '869',
]

/**
 * Returns the name of a code page as the user may write it: `850`, `cp850`, `ibm850`,
 * `windows-1252`, `shift_jis`. Returns undefined for an unknown one.
 */
export function parseCodePageName(text: string): string | undefined {
  const name = text.trim().toLowerCase()
  // windows-1252   cp850   ibm-850   ms932   dos437   1252
  const number = /^(?:windows|cp|ibm|ms|dos|oem|x-cp)?[-_ ]?(\d{3,5})$/.exec(name)?.[1]
  if (number === undefined) return textDecoderName(name)
  if (CONSOLE_CODE_PAGES.includes(number)) return `cp${number}`
  return TEXT_DECODER_NAMES[number] ?? (/^125\d$/.test(number) ? `windows-${number}` : undefined)
}

/** Returns the name by which TextDecoder knows an encoding; undefined for UTF-16 and unknown ones. */
function textDecoderName(label: string): string | undefined {
  try {
    const { encoding } = new TextDecoder(label)
    return encoding.startsWith('utf-16') ? undefined : encoding
  } catch {
    return undefined
  }
}

/** Whether only consoles use a code page, by a name that `parseCodePageName` returns. */
export const isConsoleCodePage = (codePage: string): boolean =>
  CONSOLE_CODE_PAGES.includes(codePage.replace('cp', ''))

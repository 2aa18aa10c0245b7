const WORDS: Readonly<Record<string, string>> = {
  'exchange-online': 'Exchange Online',
  'on-premises': 'on-premises',
  unclear: 'unclear: addresses contradict each other',
  different: 'different ones for different users of a case',
}

/** Where a mailbox is, as people say it. */
export const mailboxText = (value: string): string =>
  Object.hasOwn(WORDS, value) ? (WORDS[value] ?? value) : value

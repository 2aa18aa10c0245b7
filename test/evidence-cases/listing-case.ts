import type { ExpectedCase, ExpectedInput, ExpectedItem } from './expected-case.ts'

export const SPOOL =
  'C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync\\sip_kim@contoso.example\\History Spooler'

/** A listing that is read to its end. */
export const READ_LISTING = { format: 'dir-listing', status: 'read', unreadable: 0 } as const

/** A listing that is read in full, some hours after the last item was written. */
export const listingCase = (
  file: string,
  items: readonly ExpectedItem[],
  asOf: string,
  input: ExpectedInput = {},
): ExpectedCase => ({
  asOf,
  flagged: ['spool-message-stuck'],
  facts: {
    spoolItems: items.length,
    spoolBytes: items.reduce((sum, [, bytes = 0]) => sum + bytes, 0),
  },
  inputs: { [file]: { ...READ_LISTING, ...input } },
  items,
})

/** Options as given: switches as true, all others with their values in order. */
export type Options = Readonly<Record<string, true | readonly string[]>>

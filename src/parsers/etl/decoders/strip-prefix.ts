/** `win:Start`, `ut:Stream`: the prefix is that of an XML namespace. */
export const stripPrefix = (name: string): string => name.slice(name.indexOf(':') + 1)

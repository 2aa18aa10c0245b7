/** Removes the XML namespace prefix of a name such as `win:Start`. */
export const stripPrefix = (name: string): string => name.slice(name.indexOf(':') + 1)

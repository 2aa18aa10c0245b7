export const exceptions = []

export const NARROW_CLASS: string
export const STYLE: string

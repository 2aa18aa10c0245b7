export function asciiExpression(pattern: string, flags: string): string | undefined

interface FoundExpression {
  readonly place: string
  readonly source?: string
  readonly flags?: string
  readonly call?: string
}

export function findExpressions(folder: string): Promise<readonly FoundExpression[]>

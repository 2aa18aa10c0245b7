import { Violation } from './target.ts'

/** An input on which the program breaks a promise. */
export interface Failure {
  readonly target: string
  /** Equal for inputs that fail in the same way. */
  readonly kind: string
  readonly message: string
  readonly input: Uint8Array
}

//     at readRow (/home/kim/spoolscope/src/parsers/csv.ts:12:7)
const PROGRAM_FRAME = /\bsrc\/[\w./-]+\.tsx?:\d+/

/** Describes what `run` of a target threw. */
export function toFailure(target: string, input: Buffer, error: unknown): Failure {
  const copy = Uint8Array.from(input)
  if (error instanceof Violation) {
    const [what = ''] = error.message.split(':')
    const kind = `${error.promised}: ${what.replace(/\d+/g, 'N')}`
    return { target, kind, message: `${error.promised}: ${error.message}`, input: copy }
  }
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  const frame = PROGRAM_FRAME.exec(stack)?.[0] ?? 'an unknown place'
  return {
    target,
    kind: `no crash: ${name} at ${frame}`,
    message: `no crash: ${name}: ${message} (${frame})`,
    input: copy,
  }
}

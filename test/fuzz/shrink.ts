/** Executions that are spent on one input. */
const MAX_EXECUTIONS = 1200
const SIMPLE_BYTE = 0x61

/**
 * Makes an input smaller, as long as it fails in the same way: without ranges of bytes, from halves
 * down to single ones, and with simple letters in place of others.
 */
export async function shrink(
  input: Buffer,
  failsAlike: (candidate: Buffer) => Promise<boolean>,
): Promise<Buffer> {
  let best = input
  let left = MAX_EXECUTIONS
  const tryInput = async (candidate: Buffer): Promise<boolean> => {
    left -= 1
    if (!(await failsAlike(candidate))) return false
    best = candidate
    return true
  }
  for (let size = Math.ceil(best.length / 2); size >= 1 && left > 0; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.length && left > 0; ) {
      const shorter = Buffer.concat([best.subarray(0, at), best.subarray(at + size)])
      if (!(await tryInput(shorter))) at += size
    }
    if (best.length <= size && size > 1) size = Math.max(2, best.length)
  }
  best = await shrinkJson(best, tryInput, () => left > 0)
  for (let at = 0; at < best.length && left > 0; at += 1) {
    if (best[at] === SIMPLE_BYTE) continue
    const simpler = Buffer.from(best)
    simpler[at] = SIMPLE_BYTE
    await tryInput(simpler)
  }
  return best
}

type Container = Record<string, unknown>

/** Removes values of a JSON text, from the outermost inwards. */
async function shrinkJson(
  input: Buffer,
  tryInput: (candidate: Buffer) => Promise<boolean>,
  mayGoOn: () => boolean,
): Promise<Buffer> {
  let best = input
  const root = parse(input)
  if (root === undefined) return input
  const open: Container[] = [root]
  while (open.length > 0 && mayGoOn()) {
    const parent = open.shift() as Container
    for (const key of Object.keys(parent).reverse()) {
      if (!mayGoOn()) break
      const value = parent[key]
      const isList = Array.isArray(parent)
      if (isList) parent.splice(Number(key), 1)
      else delete parent[key]
      const candidate = Buffer.from(JSON.stringify(root))
      if (await tryInput(candidate)) {
        best = candidate
        continue
      }
      if (isList) parent.splice(Number(key), 0, value)
      else parent[key] = value
      if (typeof value === 'object' && value !== null) open.push(value as Container)
    }
  }
  return best
}

function parse(input: Buffer): Container | undefined {
  try {
    const value: unknown = JSON.parse(input.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Container) : undefined
  } catch {
    return undefined
  }
}

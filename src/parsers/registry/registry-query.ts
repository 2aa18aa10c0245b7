import { defined } from '../../model/defined.ts'
import type { Parser, Recognition } from '../../model/parser.ts'
import { parseHeadOutput } from '../powershell/head-output.ts'
import { emitOutput, firstKnownLine, recogniseOutput } from '../powershell/interpret-output.ts'
import { parseTextOutput } from '../powershell/text-output.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import type { ShownRegistryValue } from './reg-query-reader.ts'

/** HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\TimeZoneInformation */
const TIME_ZONE_KEY = /^HKEY_LOCAL_MACHINE\\SYSTEM\\[^\\]+\\Control\\TimeZoneInformation$/i
const MAX_OFFSET_MINUTES = 14 * 60

/** The offset of the machine, which tells how to read the local times of its logs. */
function findUtcOffset(values: readonly ShownRegistryValue[]): Recognition['utcOffset'] {
  const bias = values.find(
    ({ key, name }) => /^ActiveTimeBias$/i.test(name) && TIME_ZONE_KEY.test(key),
  )
  if (typeof bias?.value !== 'number') return undefined
  // Minutes west of UTC, as 32 bits with a sign. -0 is no number that is shown.
  const minutes = -(bias.value | 0) || 0
  if (Math.abs(minutes) > MAX_OFFSET_MINUTES) return undefined
  return { minutes, why: 'ActiveTimeBias in the registry of the machine', line: bias.line }
}

/** Output of `reg query`, with any PowerShell output pasted after it. */
export const registryQuery: Parser = {
  format: 'registry-query',
  title: 'registry values (reg query)',
  isLog: false,
  recognise(head) {
    const output = parseHeadOutput(head)
    const { registryValues = [], objects } = output
    const [first] = registryValues
    if (!first || first.line >= firstKnownLine(objects)) return undefined
    const recognition = recogniseOutput(output)
    return (
      recognition && { ...recognition, ...defined({ utcOffset: findUtcOffset(registryValues) }) }
    )
  },
  open: (context) => readWholeText(context, (text) => emitOutput(parseTextOutput(text), context)),
}

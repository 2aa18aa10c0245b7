import { addressKinds } from './address-kinds.ts'
import { contextKinds } from './context-kinds.ts'
import { encodedKinds } from './encoded-kinds.ts'
import { hostKinds } from './host-kinds.ts'
import type { SecretKind } from './kind.ts'
import { numberKinds } from './number-kinds.ts'
import { pathKinds } from './path-kinds.ts'
import { privateKinds } from './private-kinds.ts'
import { unpromisedKinds } from './unpromised-kinds.ts'

/** All kinds of secrets, in the order of the documentation. */
export const allKinds: readonly SecretKind[] = [
  ...addressKinds,
  ...contextKinds,
  ...hostKinds,
  ...pathKinds,
  ...numberKinds,
  ...privateKinds,
  ...encodedKinds,
  ...unpromisedKinds,
]

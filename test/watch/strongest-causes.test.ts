import { expect, it } from 'vitest'
import { defined } from '../../src/model/defined.ts'
import type { Certainty, DiagnosedCause } from '../../src/model/diagnosis.ts'
import { StrongestCauses } from '../../src/watch/strongest-causes.ts'

const cause = (certainty: Certainty, messages: number, user?: string): DiagnosedCause => ({
  rule: 'ews-request-failing',
  title: 'EWS rejects the client’s requests',
  certainty,
  because: [],
  explains: { symptoms: [], messages, of: 5 },
  causedBy: [],
  supersedes: [],
  ...defined({ user }),
})

it('keeps a cause as it was at its strongest, and since when it is not', () => {
  const causes = new StrongestCauses()
  causes.add([cause('possible', 4)], 1)
  causes.add([cause('likely', 1)], 2)
  causes.add([cause('likely', 3)], 3)
  causes.add([cause('likely', 3)], 4)
  causes.add([cause('likely', 2)], 5)
  causes.add([cause('possible', 5)], 6)
  causes.add([], 7)
  expect(causes.list()).toEqual([{ cause: cause('likely', 3), until: 4 }])
})

it('keeps the causes of each user apart', () => {
  const causes = new StrongestCauses()
  causes.add([cause('likely', 1, 'kim'), cause('possible', 1, 'lee')], 1)
  expect(causes.list().map(({ cause: { user } }) => user)).toEqual(['kim', 'lee'])
})

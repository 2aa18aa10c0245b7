import { expect, it } from 'vitest'
import { causeMatrix } from '../../../src/batch/summary/cause-matrix.ts'
import { FleetCollector } from '../../../src/batch/summary/fleet-collector.ts'
import type { BatchLine } from '../../../src/model/batch-line.ts'
import { facts, flaggedVerdict, judgedBatchLine } from '../../support/batch-lines.ts'
import { diagnosedFleet } from '../../support/diagnosed-fleet.ts'

const matrixOf = (lines: readonly BatchLine[], dimension: 'build' | 'server') => {
  const fleet = new FleetCollector()
  for (const line of lines) fleet.add(line)
  return causeMatrix(fleet, dimension)
}

it('counts the cases of each cause with each build, oldest first, without symptoms of diagnosed cases', () => {
  expect(matrixOf(diagnosedFleet(), 'build')).toEqual({
    values: [
      { value: '16.0.4417.1000', cases: 1 },
      { value: '16.0.6741.2056', cases: 2 },
      { value: '16.0.7369.2038', cases: 2 },
    ],
    causes: [
      { rule: 'ews-request-failing', cases: [0, 2, 1] },
      { rule: 'client-build-too-old-for-on-premises-mailbox', cases: [0, 1, 0] },
      { rule: 'windows-installer-client', cases: [1, 0, 0] },
    ],
    omittedValues: 0,
    omittedCauses: 0,
  })
})

it('does not depend on the order of lines', () => {
  expect(matrixOf([...diagnosedFleet()].reverse(), 'server')).toEqual(
    matrixOf(diagnosedFleet(), 'server'),
  )
})

it('contains the most frequent ten servers and twelve causes, and counts the others', () => {
  const lines = Array.from({ length: 15 }, (_, number) =>
    judgedBatchLine(`PC-${number}`, {
      facts: facts({ server: `Server ${number}` }),
      verdicts: [flaggedVerdict(`rule-${number}`)],
    }),
  )
  const { values, causes, omittedValues, omittedCauses } = matrixOf(lines, 'server')
  expect([values.length, causes.length, omittedValues, omittedCauses]).toEqual([10, 12, 5, 3])
})

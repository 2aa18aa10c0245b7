import { expect, it } from 'vitest'
import { seconds } from '../../src/model/duration.ts'
import { Flow } from '../../src/watch/flow.ts'
import { NOON } from '../support/observations.ts'

it('counts arrivals and departures in each span, the current one last', () => {
  const flow = new Flow(seconds(5), 4)
  flow.addArrival(NOON)
  flow.addArrival(NOON + seconds(4))
  flow.addDeparture(NOON + seconds(6))
  expect(flow.snapshot(NOON + seconds(6))).toEqual({
    span: 5000,
    arrivals: [0, 0, 2, 0],
    departures: [0, 0, 0, 1],
  })
  expect(flow.snapshot(NOON + seconds(16)).arrivals).toEqual([2, 0, 0, 0])
  expect(flow.snapshot(NOON + seconds(3600)).departures).toEqual([0, 0, 0, 0])
})

it('counts correctly when the clock is set back', () => {
  const flow = new Flow(seconds(5), 4)
  flow.addArrival(NOON)
  flow.addArrival(NOON - seconds(60))
  expect(flow.snapshot(NOON).arrivals).toEqual([0, 0, 0, 2])
})

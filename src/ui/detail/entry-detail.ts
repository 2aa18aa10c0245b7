import type { LiveView } from '../../model/live-view.ts'
import { detailOfDiagnosisEntry } from '../diagnosis/diagnosis-detail.ts'
import type { ListEntries } from '../lists.ts'
import type { ListPane } from '../pane.ts'
import type { DetailPart } from './detail-part.ts'
import {
  detailOfEvent,
  detailOfItem,
  detailOfJourney,
  detailOfUncheckedEntry,
  detailOfVerdict,
} from './detail-parts.ts'

type DescribeEntry<Entry> = (entry: Entry, view: LiveView) => readonly DetailPart[]

const DETAILS: { readonly [Pane in ListPane]: DescribeEntry<ListEntries[Pane]> } = {
  diagnosis: detailOfDiagnosisEntry,
  spool: detailOfItem,
  verdicts: detailOfVerdict,
  journey: detailOfJourney,
  events: detailOfEvent,
  'not-checked': detailOfUncheckedEntry,
}

/** Describes an entry of a list: evidence, remedy, commands. */
export const detailOfEntry = <Pane extends ListPane>(
  pane: Pane,
  entry: ListEntries[Pane],
  view: LiveView,
): readonly DetailPart[] => DETAILS[pane](entry, view)

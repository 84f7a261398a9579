import { parsePlanDate } from '../../format/date';

/** What `GET /projects/{id}/plan/network` answers (docs/reference/api-shapes.md, "Plan network"). */
export interface NetworkAnswer {
  version: number; minutes_per_day: number; clearance: number; columns: number; rows: number; lanes: number; dummies: number;
  left_out: Record<'links_of_other_kinds' | 'negative_lags' | 'links_outside' | 'links_of_summaries' | 'spans' | 'out_of_order', number>;
  works: Work[];
  links: { from: number; to: number; type: string; lag: number; critical: boolean; bends: [number, number][] }[];
  events: { number: number; at: string; lane: number }[];
  arrows: ArrowAnswer[];
}

export interface Work {
  id: string; code: string; name: string; duration: number | null; percent_complete: number; critical: boolean; column: number; row: number;
  early_start: string | null; early_finish: string | null; late_start: string | null; late_finish: string | null;
  total_float: number | null; free_float: number | null;
}

export interface ArrowAnswer {
  kind: 'work' | 'lag' | 'dummy'; from: number; to: number; work: number; part: number; start: string; finish: string; duration: number; critical: boolean;
  lane: number; from_track: number; to_track: number;
}

/** Works by the arrow keys: on to what follows, back to what goes before, else through the list. */
export function neighbour(answer: NetworkAnswer, from: number, key: string): number {
  if (from < 0) return 0;
  if (key === 'ArrowRight') return answer.links.find((l) => l.from === from)?.to ?? from;
  if (key === 'ArrowLeft') return answer.links.find((l) => l.to === from)?.from ?? from;
  const step = key === 'ArrowDown' ? 1 : -1;
  return Math.max(0, Math.min(answer.works.length - 1, from + step));
}

export const minutes = (text: string | null): number => parsePlanDate(text);

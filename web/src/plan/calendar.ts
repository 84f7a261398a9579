import type { PlanAnswer } from '../api/types';
import { minutesPerDay, parsePlanDate, weekday } from '../format/date';

export interface Calendar { index: number; name: string; week: number[]; nonWorking: [number, number][] }

export function compileCalendar(source: PlanAnswer['calendars'][number]): Calendar {
  const nonWorking = (source.non_working ?? [])
    .map(([from, to]): [number, number] => [Math.floor(parsePlanDate(from) / minutesPerDay), Math.floor(parsePlanDate(to ?? from) / minutesPerDay)])
    .sort((a, b) => a[0] - b[0]);
  return { index: source.index, name: source.name, week: source.week, nonWorking };
}

/** Working minutes of a day: the weekly pattern without the exceptions, which the server lists as closed intervals. */
export function workingMinutes(calendar: Calendar | undefined, day: number): number {
  if (!calendar) return 480;
  if (inIntervals(calendar.nonWorking, day)) return 0;
  return calendar.week[weekday(day)] ?? 0;
}

function inIntervals(list: [number, number][], day: number): boolean {
  let low = 0;
  let high = list.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = list[middle]!;
    if (day < from) high = middle - 1;
    else if (day > to) low = middle + 1;
    else return true;
  }
  return false;
}

/** Runs of days without work inside [from, to), for the shading. */
export function idleRuns(calendar: Calendar | undefined, from: number, to: number): [number, number][] {
  const runs: [number, number][] = [];
  let open = NaN;
  for (let day = from; day < to; day++) {
    const idle = workingMinutes(calendar, day) === 0;
    if (idle && Number.isNaN(open)) open = day;
    if (!idle && !Number.isNaN(open)) { runs.push([open, day]); open = NaN; }
  }
  if (!Number.isNaN(open)) runs.push([open, to]);
  return runs;
}

/**
 * What a dragged right edge asks for: the change of length in working minutes between two wall-clock moments.
 * It is the input of an edit, like a typed duration; the dates that follow are the server's.
 */
export function workingDelta(calendar: Calendar | undefined, from: number, to: number): number {
  if (to < from) return -workingDelta(calendar, to, from);
  const first = Math.floor(from / minutesPerDay);
  const last = Math.floor(to / minutesPerDay);
  if (first === last) return Math.min(to - from, workingMinutes(calendar, first));
  let total = 0;
  for (let day = first; day < last; day++) total += workingMinutes(calendar, day + 1);
  const clock = to - last * minutesPerDay - (from - first * minutesPerDay);
  return Math.max(0, total + Math.max(-480, Math.min(480, clock)));
}

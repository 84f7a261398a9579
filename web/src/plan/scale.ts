import { civil, dayNumber, isoWeek, minutesPerDay, monthName, weekday } from '../format/date';

/** Pixels per day of the seven steps: hour, quarter day, day, short day, week, month, quarter. */
export const zoomSteps = [960, 240, 44, 18, 7, 2.4, 0.8] as const;
export const zoomNames = ['hour', 'quarterDay', 'day', 'shortDay', 'week', 'month', 'quarter'] as const;
export const minimumZoom = 0.08;

export function nextZoom(present: number, direction: 1 | -1): number {
  if (direction > 0) return [...zoomSteps].reverse().find((step) => step > present * 1.01) ?? zoomSteps[0];
  return zoomSteps.find((step) => step < present * 0.99) ?? Math.min(present, zoomSteps[6]);
}

export function zoomIndex(present: number): number {
  let best = 0;
  for (let i = 1; i < zoomSteps.length; i++) if (Math.abs(Math.log(zoomSteps[i]! / present)) < Math.abs(Math.log(zoomSteps[best]! / present))) best = i;
  return best;
}

/** What a drag snaps to: hours where they can be seen, else whole days. */
export const snapMinutes = (pixelsPerDay: number) => (pixelsPerDay >= 400 ? 60 : pixelsPerDay >= 160 ? 240 : minutesPerDay);

export interface Tick { at: number; to: number; label: string; strong: boolean }
export interface Tiers { upper: Tick[]; lower: Tick[] }

type Unit = 'hour' | 'quarterDay' | 'day' | 'week' | 'month' | 'quarter' | 'year' | 'fiveYears';

function unitsFor(pixelsPerDay: number): [Unit, Unit] {
  if (pixelsPerDay >= 480) return ['day', 'hour'];
  if (pixelsPerDay >= 140) return ['day', 'quarterDay'];
  if (pixelsPerDay >= 16) return ['month', 'day'];
  if (pixelsPerDay >= 4.5) return ['month', 'week'];
  if (pixelsPerDay >= 1.3) return ['year', 'month'];
  if (pixelsPerDay >= 0.3) return ['year', 'quarter'];
  if (pixelsPerDay >= 0.12) return ['year', 'year'];
  return ['fiveYears', 'fiveYears'];
}

/** The two header rows over [from, to] minutes. */
export function tiers(from: number, to: number, pixelsPerDay: number, language: string): Tiers {
  const [upper, lower] = unitsFor(pixelsPerDay);
  return { upper: ticks(upper, from, to, language, true), lower: upper === lower ? [] : ticks(lower, from, to, language, false) };
}

function ticks(unit: Unit, from: number, to: number, language: string, upper: boolean): Tick[] {
  const out: Tick[] = [];
  let at = floorTo(unit, from);
  while (at < to) {
    const next = nextOf(unit, at);
    out.push({ at, to: next, label: labelOf(unit, at, language, upper), strong: unit === 'day' ? weekday(at / minutesPerDay) === 1 : true });
    at = next;
  }
  return out;
}

function floorTo(unit: Unit, minutes: number): number {
  if (unit === 'hour') return Math.floor(minutes / 60) * 60;
  if (unit === 'quarterDay') return Math.floor(minutes / 360) * 360;
  const day = Math.floor(minutes / minutesPerDay);
  if (unit === 'day') return day * minutesPerDay;
  if (unit === 'week') return (day - ((weekday(day) + 6) % 7)) * minutesPerDay;
  const c = civil(minutes);
  const month = unit === 'month' ? c.month : unit === 'quarter' ? Math.floor((c.month - 1) / 3) * 3 + 1 : 1;
  return dayNumber(unit === 'fiveYears' ? Math.floor(c.year / 5) * 5 : c.year, month, 1) * minutesPerDay;
}

function nextOf(unit: Unit, at: number): number {
  if (unit === 'hour') return at + 60;
  if (unit === 'quarterDay') return at + 360;
  if (unit === 'day') return at + minutesPerDay;
  if (unit === 'week') return at + 7 * minutesPerDay;
  const c = civil(at);
  const month = c.month + (unit === 'month' ? 1 : unit === 'quarter' ? 3 : unit === 'year' ? 12 : 60);
  return dayNumber(c.year + Math.floor((month - 1) / 12), ((month - 1) % 12) + 1, 1) * minutesPerDay;
}

function labelOf(unit: Unit, at: number, language: string, upper: boolean): string {
  const zh = language.startsWith('zh');
  const c = civil(at);
  const two = (v: number) => String(v).padStart(2, '0');
  switch (unit) {
    case 'hour': return two(c.hour);
    case 'quarterDay': return `${two(c.hour)}:00`;
    case 'day': {
      if (!upper) return String(c.day);
      const names = zh ? '日一二三四五六' : 'SMTWTFS';
      return `${zh ? `${c.year}年${c.month}月${c.day}日 周` : `${c.day} ${monthName(c.month, language)} ${c.year} `}${names[weekday(at / minutesPerDay)]}`;
    }
    case 'week': return zh ? `${c.month}/${c.day}` : `${c.day}/${c.month} W${isoWeek(at / minutesPerDay).week}`;
    case 'month': return upper ? (zh ? `${c.year}年${c.month}月` : `${monthName(c.month, language)} ${c.year}`) : monthName(c.month, language);
    case 'quarter': return zh ? `${Math.floor((c.month - 1) / 3) + 1}季度` : `Q${Math.floor((c.month - 1) / 3) + 1}`;
    case 'year': case 'fiveYears': return zh ? `${c.year}年` : String(c.year);
  }
}

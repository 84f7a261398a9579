// Plan dates are local text without a zone. They are held as minutes since 1970-01-01 on the wall clock,
// read as if it were UTC, so that no zone or daylight saving of the browser can shift them.

export const minutesPerDay = 1440;

export function parsePlanDate(text: string | null | undefined): number {
  if (!text || text.length < 10) return NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = text.length >= 16 ? digits(text, 11, 13) : 0;
  const minute = text.length >= 16 ? digits(text, 14, 16) : 0;
  const second = text.length >= 19 ? digits(text, 17, 19) : 0;
  return dayNumber(year, month, day) * minutesPerDay + hour * 60 + minute + second / 60;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 10 + (text.charCodeAt(i) - 48);
  return value;
}

/** Days since 1970-01-01 of a civil date; Howard Hinnant's algorithm, several times faster than `Date`. */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

export interface Civil { year: number; month: number; day: number; hour: number; minute: number }

export function civil(minutes: number): Civil {
  const days = Math.floor(minutes / minutesPerDay);
  const rest = Math.floor(minutes - days * minutesPerDay);
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
    hour: Math.floor(rest / 60),
    minute: rest % 60,
  };
}

const two = (value: number) => (value < 10 ? `0${value}` : `${value}`);

export function formatDay(minutes: number): string {
  if (!Number.isFinite(minutes)) return '';
  const c = civil(minutes);
  return `${c.year}-${two(c.month)}-${two(c.day)}`;
}

/** The text form the server reads: `YYYY-MM-DDThh:mm`. */
export function toPlanDate(minutes: number): string {
  const c = civil(minutes);
  return `${formatDay(minutes)}T${two(c.hour)}:${two(c.minute)}`;
}

export function formatDayTime(minutes: number): string {
  return Number.isFinite(minutes) ? toPlanDate(minutes).replace('T', ' ') : '';
}

const englishMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function monthName(month: number, language: string): string {
  return language.startsWith('zh') ? `${month}月` : (englishMonths[month - 1] ?? '');
}

/** A date in a sentence: 9月30日, 30 Sep; the year is added only where asked. */
export function proseDay(minutes: number, language: string, withYear = false): string {
  if (!Number.isFinite(minutes)) return '';
  const c = civil(minutes);
  if (language.startsWith('zh')) return `${withYear ? `${c.year}年` : ''}${c.month}月${c.day}日`;
  return `${c.day} ${englishMonths[c.month - 1]}${withYear ? ` ${c.year}` : ''}`;
}

/** 0 is Sunday. */
export function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function isoWeek(day: number): { year: number; week: number } {
  const thursday = day - ((weekday(day) + 6) % 7) + 3;
  const year = civil(thursday * minutesPerDay).year;
  const week = 1 + Math.floor((thursday - dayNumber(year, 1, 1)) / 7);
  return { year, week };
}

/**
 * Reads what a planner types into a date cell: 2026-10-08, 2026/10/8, 10-8, 10月8日, 20261008, 8 Oct, +3 or -2
 * (days from the present value), optionally a time. Returns NaN when it is none of these.
 */
export function readTypedDate(text: string, present: number, defaultTime = NaN): number {
  const trimmed = text.trim();
  const relative = /^([+-])(\d{1,4})$/.exec(trimmed);
  if (relative) return Number.isFinite(present) ? present + Number(relative[1] + relative[2]!) * minutesPerDay : NaN;
  const clock = /(?:^|[ T])(\d{1,2}):(\d{2})$/.exec(trimmed);
  const datePart = clock ? trimmed.slice(0, clock.index) : trimmed;
  const day = readDatePart(datePart.trim(), present);
  if (Number.isNaN(day)) return NaN;
  if (clock) return day * minutesPerDay + Number(clock[1]) * 60 + Number(clock[2]);
  const keptTime = Number.isFinite(present) ? ((present % minutesPerDay) + minutesPerDay) % minutesPerDay : defaultTime;
  return day * minutesPerDay + (Number.isFinite(keptTime) ? keptTime : 0);
}

function readDatePart(text: string, present: number): number {
  const presentYear = Number.isFinite(present) ? civil(present).year : new Date().getFullYear();
  const full = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (full) return checkedDay(Number(full[1]), Number(full[2]), Number(full[3]));
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (short) return checkedDay(presentYear, Number(short[1]), Number(short[2]));
  const english = /^(\d{1,2}) ([A-Za-z]{3,9})(?: (\d{4}))?$/.exec(text);
  if (english) {
    const month = englishMonths.findIndex((name) => english[2]!.toLowerCase().startsWith(name.toLowerCase())) + 1;
    return checkedDay(english[3] ? Number(english[3]) : presentYear, month, Number(english[1]));
  }
  return NaN;
}

function checkedDay(year: number, month: number, day: number): number {
  const number = dayNumber(year, month, day);
  const back = civil(number * minutesPerDay);
  return back.month === month && back.day === day ? number : NaN;
}

/** A UTC moment of the server in the reader's own zone: 2026-09-30 14:05. */
export function formatMoment(text: string | null | undefined): string {
  if (!text) return '';
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

export function todayMinutes(): number {
  const now = new Date();
  return dayNumber(now.getFullYear(), now.getMonth() + 1, now.getDate()) * minutesPerDay + now.getHours() * 60 + now.getMinutes();
}

import { describe, expect, it } from 'vitest';
import { civil, dayNumber, formatDay, isoWeek, parsePlanDate, proseDay, readTypedDate, toPlanDate, weekday } from './date';
import { formatDuration, formatMoney, formatSignedDuration, readDuration } from './number';

describe('plan dates', () => {
  it('round-trip over leap years and centuries', () => {
    for (const text of ['1999-12-31T23:59', '2000-02-29T08:00', '2026-10-08T17:30', '2100-02-28T00:00', '1969-12-31T12:00']) {
      expect(toPlanDate(parsePlanDate(text))).toBe(text);
    }
    expect(formatDay(parsePlanDate('2026-10-08'))).toBe('2026-10-08');
    expect(formatDay(NaN)).toBe('');
  });
  it('agree with the platform calendar', () => {
    for (let day = -1000; day < 40000; day += 137) {
      const date = new Date(day * 86400000);
      const c = civil(day * 1440);
      expect([c.year, c.month, c.day]).toEqual([date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]);
      expect(weekday(day)).toBe(date.getUTCDay());
    }
  });
  it('number ISO weeks across the year end', () => {
    expect(isoWeek(dayNumber(2026, 12, 31))).toEqual({ year: 2026, week: 53 });
    expect(isoWeek(dayNumber(2027, 1, 3))).toEqual({ year: 2026, week: 53 });
    expect(isoWeek(dayNumber(2024, 12, 30))).toEqual({ year: 2025, week: 1 });
  });
  it('read in prose in both languages', () => {
    expect(proseDay(parsePlanDate('2026-09-30'), 'zh-CN')).toBe('9月30日');
    expect(proseDay(parsePlanDate('2026-09-30'), 'en', true)).toBe('30 Sep 2026');
  });
  it('accept what planners type', () => {
    const present = parsePlanDate('2026-10-08T08:00');
    for (const typed of ['2026-10-12', '2026/10/12', '10-12', '10月12日', '20261012', '12 Oct', '+4']) {
      expect(toPlanDate(readTypedDate(typed, present))).toBe('2026-10-12T08:00');
    }
    expect(toPlanDate(readTypedDate('2026-10-12 13:30', present))).toBe('2026-10-12T13:30');
    for (const typed of ['2026-02-30', 'soon', '', '13-40']) expect(readTypedDate(typed, present)).toBeNaN();
  });
});

describe('numbers', () => {
  it('say durations in working days or hours', () => {
    expect(formatDuration(4800, 480, 'zh-CN')).toBe('10 天');
    expect(formatDuration(240, 480, 'en')).toBe('0.5 d');
    expect(formatDuration(100, 480, 'en')).toBe('1.67 h');
    expect(formatDuration(null, 480, 'en')).toBe('');
    expect(formatSignedDuration(-960, 480, 'zh')).toBe('−2 天');
  });
  it('read durations with units of both languages', () => {
    expect([readDuration('5', 480), readDuration('5 天', 480), readDuration('4h', 480), readDuration('2周', 480)]).toEqual([2400, 2400, 240, 4800]);
    expect(readDuration('five', 480)).toBeNaN();
  });
  it('say money in 万 and 亿 or K and M', () => {
    expect(formatMoney({ minor: 123456789_00, currency: 'CNY' }, 'zh-CN')).toBe('¥1.23 亿');
    expect(formatMoney({ minor: 12000_00, currency: 'CNY' }, 'zh-CN')).toBe('¥1.2 万');
    expect(formatMoney({ minor: -1250000_00, currency: 'USD' }, 'en')).toBe('−$1.25M');
    expect(formatMoney(null, 'en')).toBe('');
  });
});

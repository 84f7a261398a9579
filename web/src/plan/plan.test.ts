import { describe, expect, it } from 'vitest';
import { compileCalendar, idleRuns, workingDelta, workingMinutes } from './calendar';
import { buildLinkIndex, linksInWindow } from './linkIndex';
import { tree } from './model';
import { collapsedToLevel, keepAncestors, rowWindow, visibleRows } from './rows';
import { nextZoom, tiers, zoomSteps } from './scale';
import { parsePlanDate } from '../format/date';

const parent = Int32Array.from([-1, 0, 1, 1, 0, 4, -1]);
const { level, end } = tree(parent);
const model = { count: 7, end, level };

describe('rows', () => {
  it('know depth and subtree', () => {
    expect([...level]).toEqual([1, 2, 3, 3, 2, 3, 1]);
    expect([...end]).toEqual([6, 4, 3, 4, 6, 6, 7]);
  });
  it('fold and unfold', () => {
    expect([...visibleRows(model, new Uint8Array(7), null).activity]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const rows = visibleRows(model, collapsedToLevel(model, 2), null);
    expect([...rows.activity]).toEqual([0, 1, 4, 6]);
    expect(rows.rowOf[4]).toBe(2);
    expect(rows.rowOf[5]).toBe(-1);
  });
  it('keep the ancestors of a match, folded or not', () => {
    const match = new Uint8Array(7);
    match[5] = 1;
    const rows = visibleRows(model, collapsedToLevel(model, 1), keepAncestors(parent, match));
    expect([...rows.activity]).toEqual([0, 4, 5]);
  });
  it('window the scroll position', () => {
    expect(rowWindow(0, 320, 32, 1000)).toEqual({ first: 0, last: 12 });
    expect(rowWindow(3200, 320, 32, 1000)).toEqual({ first: 98, last: 112 });
    expect(rowWindow(99999, 320, 32, 10)).toEqual({ first: 10, last: 10 });
  });
});

describe('links', () => {
  it('are culled exactly like a full scan, each once', () => {
    const count = 5000;
    let seed = 7;
    const random = (n: number) => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return seed % n; };
    const from = Int32Array.from({ length: count }, () => random(4000));
    const to = from.map((f) => (random(10) === 0 ? random(4000) : Math.min(3999, f + random(30))));
    const rowOf = Int32Array.from({ length: 4000 }, (_, i) => (i % 11 === 0 ? -1 : i));
    const index = buildLinkIndex({ count, from, to }, rowOf, 4000);
    for (const [first, last] of [[0, 40], [63, 65], [1000, 1040], [3990, 4000], [2040, 2100]] as const) {
      const seen: number[] = [];
      linksInWindow(index, first, last, (link) => seen.push(link));
      const expected: number[] = [];
      for (let k = 0; k < count; k++) {
        const a = rowOf[from[k]!]!, b = rowOf[to[k]!]!;
        if (a >= 0 && b >= 0 && Math.min(a, b) < last && Math.max(a, b) >= first) expected.push(k);
      }
      expect(seen.sort((a, b) => a - b)).toEqual(expected);
    }
  });
});

describe('calendar', () => {
  const calendar = compileCalendar({ index: 0, name: 'c', week: [0, 480, 480, 480, 480, 480, 0], non_working: [['2026-10-01', '2026-10-07']] });
  const day = (text: string) => parsePlanDate(text) / 1440;
  it('knows weekends and holidays', () => {
    expect(workingMinutes(calendar, day('2026-10-05'))).toBe(0);
    expect(workingMinutes(calendar, day('2026-10-08'))).toBe(480);
    expect(idleRuns(calendar, day('2026-09-25'), day('2026-10-12'))).toEqual([[day('2026-09-26'), day('2026-09-28')], [day('2026-10-01'), day('2026-10-08')], [day('2026-10-10'), day('2026-10-12')]]);
  });
  it('turns a dragged edge into working minutes', () => {
    expect(workingDelta(calendar, parsePlanDate('2026-09-30T17:00'), parsePlanDate('2026-10-09T17:00'))).toBe(960);
    expect(workingDelta(calendar, parsePlanDate('2026-10-09T17:00'), parsePlanDate('2026-09-30T17:00'))).toBe(-960);
  });
});

describe('scale', () => {
  it('steps from hour to quarter and back', () => {
    let zoom: number = zoomSteps[0];
    for (const step of zoomSteps.slice(1)) { zoom = nextZoom(zoom, -1); expect(zoom).toBe(step); }
    expect(nextZoom(zoom, -1)).toBe(zoom);
    expect(nextZoom(0.3, 1)).toBe(0.8);
  });
  it('labels months and weeks in both languages', () => {
    const from = parsePlanDate('2026-09-28');
    expect(tiers(from, from + 10 * 1440, 44, 'zh-CN').upper.map((t) => t.label)).toEqual(['2026年9月', '2026年10月']);
    expect(tiers(from, from + 10 * 1440, 7, 'en').lower.map((t) => t.label)).toEqual(['28/9 W40', '5/10 W41']);
    expect(tiers(from, from + 400 * 1440, 0.8, 'en').upper.map((t) => t.label)).toEqual(['2026', '2027']);
  });
});

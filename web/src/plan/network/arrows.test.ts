import { describe, expect, it } from 'vitest';
import { neighbour, type NetworkAnswer } from './answer';
import { fitText, laneHeight, margin, pictureOf, radius, waveOf } from './arrows';

const work = (id: string) => ({ id, code: id, name: id, duration: 480, percent_complete: 0, critical: false, column: 0, row: 0, early_start: null, early_finish: null, late_start: null, late_finish: null, total_float: 0, free_float: 0 });
const arrow = (change: object) => ({ kind: 'work' as const, from: 0, to: 1, work: 0, part: 0, start: '2026-01-05T00:00', finish: '2026-01-07T00:00', duration: 960, critical: false, lane: 0, from_track: 0, to_track: 0, ...change });
const answer = (arrows: NetworkAnswer['arrows']): NetworkAnswer => ({
  version: 1, minutes_per_day: 480, clearance: 1440, columns: 1, rows: 1, lanes: 2, dummies: 0,
  left_out: { links_of_other_kinds: 0, negative_lags: 0, links_outside: 0, links_of_summaries: 0, spans: 0, out_of_order: 0 },
  works: [work('a'), work('b'), work('c')], links: [{ from: 0, to: 2, type: 'fs', lag: 0, critical: false, bends: [] }],
  events: [{ number: 1, at: '2026-01-05T00:00', lane: 0 }, { number: 2, at: '2026-01-09T00:00', lane: 0 }, { number: 3, at: '2026-01-09T00:00', lane: 1 }], arrows,
});

describe('time-scaled arrows', () => {
  it('draws the duration solid and the free float as a wave', () => {
    const picture = pictureOf(answer([arrow({})]), 100);
    expect(picture.xOf(picture.from)).toBe(margin);
    expect(picture.arrows[0]!.solid).toBe(`M${margin + radius} ${margin}L${margin + 200} ${margin}`);
    expect(picture.arrows[0]!.wave.startsWith(`M${margin + 200} ${margin}q`)).toBe(true);
    expect(picture.arrows[0]!.wait).toBe('');
  });
  it('has no wave without free time, and a wait before a start that something else holds', () => {
    const [tight, late] = pictureOf(answer([arrow({ finish: '2026-01-09T00:00' }), arrow({ start: '2026-01-06T00:00', finish: '2026-01-09T00:00' })]), 100).arrows;
    expect(tight!.wave).toBe('');
    expect(late!.wait).toBe(`M${margin + radius} ${margin}L${margin + 100} ${margin}`);
  });
  it('stands dummies of no time upright, beside a foreign event on a track', () => {
    const [straight, beside] = pictureOf(answer([arrow({ kind: 'dummy', from: 1, to: 2, work: -1, lane: -1 }), arrow({ kind: 'dummy', from: 1, to: 2, work: -1, lane: -1, from_track: 1 })]), 100).arrows;
    expect(straight!.solid).toBe(`M440 ${margin + radius}L440 ${margin + laneHeight - radius}`);
    expect(beside!.solid.split('L')).toHaveLength(4);
  });
  it('runs on its own lane with a vertical line at either end', () => {
    const path = pictureOf(answer([arrow({ lane: 1, finish: '2026-01-09T00:00' })]), 100).arrows[0]!.solid;
    expect(path).toContain(`L${margin} ${margin + laneHeight}`);
    expect(path.endsWith(`L${margin + 400} ${margin + radius}`)).toBe(true);
  });
  it('waves reach their end', () => {
    expect(waveOf(0, 16, 5)).toBe('M0 5q2 -4 4 0t4 0q2 -4 4 0t4 0');
    expect(waveOf(3, 3.5, 5)).toBe('');
  });
});

describe('words and keys', () => {
  it('cuts a text to its room, a Chinese character twice as wide', () => {
    expect(fitText('施工图设计', 80)).toBe('施工图设计');
    expect(fitText('施工图设计', 40)).toBe('施工…');
    expect(fitText('施工图设计', 10)).toBe('');
  });
  it('goes on by links, through the list by up and down', () => {
    const one = answer([]);
    expect(neighbour(one, -1, 'ArrowRight')).toBe(0);
    expect(neighbour(one, 0, 'ArrowRight')).toBe(2);
    expect(neighbour(one, 2, 'ArrowLeft')).toBe(0);
    expect(neighbour(one, 2, 'ArrowDown')).toBe(2);
    expect(neighbour(one, 1, 'ArrowUp')).toBe(0);
  });
});

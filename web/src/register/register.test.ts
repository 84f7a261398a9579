import { describe, expect, it } from 'vitest';
import { band, buildMatrix, step } from '../functions/risk/matrix';
import { clashes, resolved } from './merge';
import { groupRows } from './group';
import { filterText } from './filter';
import { readValue, valueText, type Reader } from './value';
import type { Field, Row } from '../api/types';

const reader: Reader = { language: 'zh-CN', label: (l) => l?.zh ?? '', yes: '是', no: '否' };
const field = (kind: Field['kind'], more: Partial<Field> = {}): Field => ({ name: 'f', kind, labels: { zh: '', en: '' }, ...more });

describe('values', () => {
  it('are shown by kind', () => {
    expect(valueText(field('choice', { choices: [{ value: 'a', labels: { zh: '甲', en: 'A' } }] }), 'a', reader)).toBe('甲');
    expect(valueText(field('text', { format: 'choices', choices: [{ value: 'a', labels: { zh: '甲', en: 'A' } }, { value: 'b', labels: { zh: '乙', en: 'B' } }] }), 'a,b', reader)).toBe('甲、乙');
    expect(valueText(field('money'), { minor: 150000000, currency: 'CNY' }, reader)).toBe('¥150 万');
    expect(valueText(field('link'), 'id', reader, { id: 'x', version: 1, titles: { f: '张伟' } })).toBe('张伟');
    expect(valueText(field('text'), null, reader)).toBe('');
  });
  it('are read by kind', () => {
    expect(readValue(field('money'), '1,200.50', null)).toEqual({ minor: 120050, currency: 'CNY' });
    expect(readValue(field('money'), 'USD 3', null)).toEqual({ minor: 300, currency: 'USD' });
    expect(readValue(field('integer'), '3.5', null)).toBeUndefined();
    expect(readValue(field('percent'), '45%', null)).toBe(45);
    expect(readValue(field('text'), '  ', 'x')).toBeNull();
  });
});

describe('conflict', () => {
  const before = { title: 'a', due: '2026-01-01', owner: 'p' };
  it('is only where both changed the same field differently', () => {
    const list = clashes(before, { title: 'b', due: '2026-02-02', owner: 'q' }, { title: 'c', due: '2026-01-01', owner: 'q' });
    expect(list.map((c) => c.field)).toEqual(['title']);
    expect(resolved({ title: 'b', due: '2026-02-02' }, list, new Set())).toEqual({ due: '2026-02-02' });
    expect(resolved({ title: 'b', due: '2026-02-02' }, list, new Set(['title']))).toEqual({ title: 'b', due: '2026-02-02' });
  });
});

describe('groups', () => {
  it('keep the order of first appearance', () => {
    const rows = [{ id: '1', version: 1, s: 'b' }, { id: '2', version: 1, s: 'a' }, { id: '3', version: 1, s: 'b' }] as Row[];
    expect(groupRows(rows, 's', new Set()).map((l) => (l.kind === 'group' ? `${String(l.value)}:${l.count}` : l.row.id))).toEqual(['b:2', '1', '3', 'a:1', '2']);
    expect(groupRows(rows, 's', new Set(['b'])).length).toBe(3);
  });
});

describe('filter', () => {
  it('quotes what people type', () => {
    expect(filterText({ project: 'P1', q: 'a "b"', state: 'x,y', mine: true }, 'title', true)).toBe('project = "P1" and title contains "a \\"b\\"" and state in ("x", "y") and owner = @me');
    expect(filterText({}, 'title', true)).toBeUndefined();
  });
});

describe('risk matrix', () => {
  it('reads scores and percentages', () => {
    expect([step(1, false), step(5, false), step(30, true), step(0.95, true), step(null, false)]).toEqual([0, 4, 1, 4, null]);
    expect(band(4, 4)).toBe('red');
    expect(band(0, 1)).toBe('green');
  });
  it('counts inherent and residual apart', () => {
    const matrix = buildMatrix([{ id: '1', version: 1, probability: 5, impact_time: 4, residual_probability: 2, residual_impact_time: 4 }, { id: '2', version: 1 }] as unknown as Row[], false);
    expect(matrix.inherent[4]![3]!.count).toBe(1);
    expect(matrix.residual[1]![3]!.count).toBe(1);
    expect(matrix.arrows.length).toBe(1);
    expect(matrix.unrated).toBe(1);
  });
});

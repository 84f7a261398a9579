import { describe, expect, it } from 'vitest';
import type { Cells } from '../api/report';
import type { Field } from '../api/types';
import { pictureKinds } from './kinds';
import { cross, crossKey, domain, figure, groups, nameColumn, parentColumns, ticks, tree } from './shape';

const column = (name: string, kind: Field['kind'], more: Partial<Field> = {}): Field => ({ name, kind, labels: { zh: name, en: name }, ...more });

describe('axes', () => {
  it('end and step at round figures', () => {
    expect(ticks(0, 7)).toEqual([0, 2, 4, 6, 8]);
    expect(ticks(0, 1, 5, true)).toEqual([0, 1]);
    expect(ticks(0, 0.7)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
  });
  it('show percentages from 0 to 100 and include zero elsewhere', () => {
    expect(domain([12, 40], true)).toEqual([0, 100]);
    expect(domain([-3, 8], false)[0]).toBeLessThanOrEqual(-3);
    expect(domain([5, 8], false)[0]).toBe(0);
  });
});

describe('columns', () => {
  const columns = [column('project', 'link', { target: 'project' }), column('gate', 'link', { target: 'gate' }), column('n', 'integer'), column('m', 'integer'), column('share', 'percent'), column('cost', 'money')];
  const rows: Cells[] = [{ project: 'P', gate: 'G', n: 1, m: 2, share: 50, cost: { minor: 12300, currency: 'CNY' } }];
  it('are grouped by what can share an axis', () => {
    expect(groups(columns, rows).map((g) => g.columns.map((c) => c.name))).toEqual([['n', 'm'], ['share'], ['cost']]);
    expect(groups([column('a', 'number'), column('b', 'number')], [{ a: 1, b: 400 }]).length).toBe(2);
  });
  it('name a row by its own record, not by the project', () => expect(nameColumn(columns, rows)?.name).toBe('gate'));
  it('give figures in their main unit and null where there is none', () => {
    expect(figure(columns[5]!, rows[0]!)).toBe(123);
    expect(figure(columns[2]!, { n: null })).toBeNull();
  });
});

describe('grids and trees', () => {
  it('crosses two names', () => {
    const grid = cross(column('a', 'text'), column('b', 'text'), [{ a: 'x', b: '10' }, { a: 'y', b: '2' }]);
    expect(grid.columns).toEqual(['2', '10']);
    expect(grid.at.get(crossKey('x', '10'))).toBeDefined();
  });
  it('puts children under parents and cuts loops', () => {
    const own = column('e', 'link', { target: 'wbs_entry' });
    const parent = column('p', 'link', { target: 'wbs_entry' });
    expect(parentColumns([own, parent])).toEqual([own, parent]);
    const roots = tree(own, parent, [{ e: '1', p: null }, { e: '2', p: '1' }, { e: '3', p: '4' }, { e: '4', p: '3' }]);
    const count = (nodes: typeof roots): number => nodes.reduce((n, node) => n + 1 + count(node.children), 0);
    expect(count(roots)).toBe(4);
    expect(roots[0]!.children[0]!.id).toBe('2');
  });
});

describe('kinds', () => {
  it('are each listed once', () => expect(new Set(pictureKinds).size).toBe(pictureKinds.length));
});

import { describe, expect, it } from 'vitest';
import type { Report } from '../api/types';
import { groupsOf, openingOf } from './groups';

const report = (name: string, chart: string, required = false) => ({ name, chart, function: 'risk', labels: { zh: '', en: '' }, inputs: [{ name: 'project', kind: 'link', required }] }) as unknown as Report;

describe('the reports of a function', () => {
  const all = [report('risk.top', 'bar'), report('risk.matrix', 'matrix'), report('risk.burndown', 'line'), report('risk.s_curve', 'curve', true), report('risk.kri', 'table')];
  it('opens on the picture that is named for it, on the first picture where none is', () => {
    expect(openingOf('risk', all).map((r) => r.name)).toEqual(['risk.matrix']);
    expect(openingOf('another', [report('a.list', 'table'), report('a.sum', 'bar')]).map((r) => r.name)).toEqual(['a.sum']);
    expect(openingOf('another', [])).toEqual([]);
  });
  it('stands in groups by the question asked, each report once', () => {
    expect(groupsOf(all).map(([key, list]) => [key, list.map((r) => r.name)])).toEqual([['glance', ['risk.top', 'risk.matrix']], ['time', ['risk.burndown']], ['analysis', ['risk.s_curve']], ['list', ['risk.kri']]]);
  });
});

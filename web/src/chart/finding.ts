import type { TFunction } from 'i18next';
import type { Cells, ReportTable } from '../api/report';
import type { Field } from '../api/types';
import { alongOf, figure, groups, isMeasure, nameColumn } from './shape';
import type { Teller } from './teller';

/** The sentence above a picture: the server's, or what the figures say plainly. Never more than they hold. */
export function findingOf(table: ReportTable, kind: string, teller: Teller, t: TFunction): string {
  if (table.finding) return table.finding;
  const { columns, rows } = table;
  if (rows.length === 0) return '';
  const late = columns.find((c) => c.name.startsWith('overdue'));
  if (late && kind !== 'heat') {
    const count = rows.filter((row) => (figure(late, row) ?? 0) > 0).length;
    return t('finding.overdue', { total: rows.length, count });
  }
  const left = columns.find((c) => c.name === 'days_left' || c.name === 'slack_days' || c.name.endsWith('_days_left'));
  if (left) {
    const past = rows.filter((row) => (figure(left, row) ?? 0) < 0).length;
    return t('finding.past', { total: rows.length, count: past });
  }
  const flag = columns.find((c) => c.kind === 'boolean');
  if (flag && rows.some((row) => typeof row[flag.name] === 'boolean')) {
    return t('finding.flag', { total: rows.length, count: rows.filter((row) => row[flag.name] === true).length, name: teller.head(flag) });
  }
  if (kind === 'line') return course(table, teller, t);
  if (kind === 'figures') return '';
  return extremes(table, teller, t);
}

function course({ columns, rows }: ReportTable, teller: Teller, t: TFunction): string {
  const along = alongOf(columns);
  const courses = groups(columns.filter((c) => c !== along), rows).map((group) => group.columns[0]!);
  const measure = courses.find((c) => c.kind !== 'integer') ?? courses[0];
  if (!measure || !along) return '';
  const known = rows.filter((row) => figure(measure, row) !== null).sort((a, b) => String(a[along.name]).localeCompare(String(b[along.name]), 'en', { numeric: true }));
  const last = known.at(-1);
  return last ? t('finding.last', { name: teller.head(measure), value: teller.tell(measure, last), when: teller.tell(along, last) }) : '';
}

/** Figures that say where a row stands, not how much it holds. */
const places: readonly string[] = ['period', 'rank', 'step'];

function extremes({ columns, rows }: ReportTable, teller: Teller, t: TFunction): string {
  const name = nameColumn(columns, rows);
  const measure = columns.find((c) => c.kind === 'percent' && rows.some((row) => figure(c, row) !== null)) ?? columns.find((c) => isMeasure(c) && !places.includes(c.name) && rows.some((row) => figure(c, row) !== null));
  if (!name || !measure || isMeasure(name)) return t('finding.rows', { count: rows.length });
  const known = rows.filter((row) => figure(measure, row) !== null).sort((a, b) => figure(measure, a)! - figure(measure, b)!);
  if (known.length === 1) return t('finding.one', { name: teller.head(measure), who: teller.tell(name, known[0]!) || t('common.none'), value: teller.tell(measure, known[0]!) });
  const [low, high] = [known[0], known.at(-1)];
  if (!low || !high) return t('finding.rows', { count: rows.length });
  const pair = (row: Cells, column: Field) => ({ who: teller.tell(name, row) || t('common.none'), value: teller.tell(column, row) });
  if (figure(measure, low) === figure(measure, high)) return t('finding.same', { count: rows.length, name: teller.head(measure), value: teller.tell(measure, high) });
  return measure.kind === 'percent'
    ? t('finding.lowest', { name: teller.head(measure), ...pair(low, measure) })
    : t('finding.highest', { name: teller.head(measure), ...pair(high, measure) });
}

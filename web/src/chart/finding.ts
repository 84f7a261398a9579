import type { TFunction } from 'i18next';
import type { Cells, ReportTable } from '../api/report';
import type { Field } from '../api/types';
import { alongOf, figure, isMeasure, nameColumn } from './shape';
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
  if (kind === 'waterfall') return rest(table, teller, t);
  return extremes(table, teller, t);
}

/** How things stand at the last place along the course where the most of its figures are known. */
function course({ columns, rows }: ReportTable, teller: Teller, t: TFunction): string {
  const along = alongOf(columns);
  const courses = columns.filter((c) => c !== along && isMeasure(c) && !places.includes(c.name) && rows.some((row) => figure(c, row) !== null));
  if (!along || courses.length === 0) return '';
  const count = (row: Cells) => courses.filter((c) => figure(c, row) !== null).length;
  const most = Math.max(...rows.map(count));
  const known = rows.filter((row) => count(row) === most).sort((a, b) => String(a[along.name]).localeCompare(String(b[along.name]), 'en', { numeric: true }));
  const last = known.at(-1);
  if (!last || most === 0) return '';
  const told = courses.filter((c) => figure(c, last) !== null).slice(0, 3).map((c) => t('finding.figure', { name: teller.head(c), value: teller.tell(c, last) }));
  const when = along.kind === 'integer' ? t('finding.figure', { name: teller.head(along), value: teller.tell(along, last) }) : teller.tell(along, last);
  return t('finding.last', { when, told: told.join(t('finding.and')) });
}

/** What is left at the end of the steps. */
function rest({ columns, rows }: ReportTable, teller: Teller, t: TFunction): string {
  const name = nameColumn(columns, rows);
  const measure = columns.find(isMeasure);
  const last = rows.at(-1);
  return name && measure && last ? t('finding.figure', { name: teller.tell(name, last), value: teller.tell(measure, last) }) : '';
}

/** Figures that say where a row stands, not how much it holds. */
const places: readonly string[] = ['period', 'rank', 'step'];

function extremes({ columns, rows }: ReportTable, teller: Teller, t: TFunction): string {
  const name = nameColumn(columns, rows);
  // What is the same everywhere tells nothing.
  const varied = (c: Field) => new Set(rows.map((row) => figure(c, row)).filter((v) => v !== null)).size > 1;
  const one = rows.length === 1;
  const telling = columns.filter((c) => isMeasure(c) && !places.includes(c.name) && (one || varied(c)));
  const measure = telling.find((c) => c.kind === 'percent') ?? telling[0];
  if (!name || !measure || isMeasure(name)) return t('finding.rows', { count: rows.length });
  const known = rows.filter((row) => figure(measure, row) !== null).sort((a, b) => figure(measure, a)! - figure(measure, b)!);
  if (known.length === 1) return t('finding.one', { name: teller.head(measure), who: teller.tell(name, known[0]!) || t('common.none'), value: teller.tell(measure, known[0]!) });
  const [low, high] = [known[0], known.at(-1)];
  if (!low || !high) return t('finding.rows', { count: rows.length });
  const pair = (row: Cells, column: Field) => ({ who: teller.tell(name, row) || t('common.none'), value: teller.tell(column, row) });
  return measure.kind === 'percent'
    ? t('finding.lowest', { name: teller.head(measure), ...pair(low, measure) })
    : t('finding.highest', { name: teller.head(measure), ...pair(high, measure) });
}

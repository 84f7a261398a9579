import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cells, ReportTable } from '../api/report';
import type { Field } from '../api/types';
import { axisText, clip, GroupPicker, Legend, seriesColor, seriesDash, useWidth, type ChartProps } from './parts';
import { alongOf, domain, figure, groups, isDay, isLabel, ticks, type Group } from './shape';
import type { Teller } from './teller';
import { tip } from './tip';

const height = 240;
const pad = { left: 56, right: 24, top: 12, bottom: 28 };
interface Point { x: number; value: number; text: string }
interface Series { name: string; points: Point[] }

/** Courses over months, days or periods; one line per measure, or per record where the table holds several. */
export function Lines({ table, teller, label }: ChartProps) {
  const { t, i18n } = useTranslation();
  const [box, width] = useWidth<HTMLDivElement>();
  const [chosen, setAt] = useState(-1);
  const along = alongOf(table.columns);
  const list = groups(table.columns.filter((c) => c !== along), table.rows);
  // What was counted says less than what was measured.
  const at = chosen < 0 ? Math.max(0, list.findIndex((g) => g.columns[0]!.kind !== 'integer')) : Math.min(chosen, list.length - 1);
  const group = list[at];
  if (!group || !along) return <p className="chart-none">{t('report.noFigures')}</p>;
  const steps = [...new Set(table.rows.map((row) => String(row[along.name] ?? '')))];
  if (isDay(along) || steps.every((s) => /^\d/.test(s))) steps.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const series = seriesOf(table, group, along, steps, teller).slice(0, 6);
  const values = series.flatMap((s) => s.points.map((p) => p.value));
  const [low, high] = domain(values, group.columns[0]!.kind === 'percent');
  const inner = Math.max(60, width - pad.left - pad.right);
  const x = (k: number) => pad.left + (steps.length < 2 ? inner / 2 : (k / (steps.length - 1)) * inner);
  const y = (value: number) => pad.top + (1 - (value - low) / (high - low || 1)) * (height - pad.top - pad.bottom);
  const every = Math.max(1, Math.ceil(steps.length / Math.max(2, Math.floor(inner / 76))));
  return (
    <div className="lines" ref={box}>
      <div className="chart-tools"><Legend names={series.map((s) => s.name)} dashed />{series.length === 1 && <span className="legend">{series[0]!.name === teller.head(group.columns[0]!) ? teller.axis(group.columns[0]!) : series[0]!.name}</span>}<GroupPicker list={list} at={at} choose={setAt} teller={teller} /></div>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          {ticks(low, high, 5, group.columns[0]!.kind === 'integer').filter((m) => m <= high).map((m) => <g key={m}><line x1={pad.left} x2={width - pad.right} y1={y(m)} y2={y(m)} className="axis-line" /><text x={pad.left - 8} y={y(m) + 4} textAnchor="end" className="axis-text">{axisText(group.columns[0]!, m, i18n.language)}</text></g>)}
          {steps.map((s, k) => (k % every === 0 ? <text key={s} x={x(k)} y={height - 8} textAnchor={k === steps.length - 1 && k > 0 ? 'end' : 'middle'} className="axis-text">{clip(stepText(along, s, teller, table.rows), 12)}</text> : null))}
          {series.map((s, k) => (
            <g key={s.name}>
              <path d={s.points.map((p, n) => `${n ? 'L' : 'M'}${x(p.x)} ${y(p.value)}`).join('')} fill="none" stroke={seriesColor(k)} strokeWidth="2" strokeDasharray={seriesDash[k]} strokeLinejoin="round" />
              {s.points.map((p) => <circle key={p.x} cx={x(p.x)} cy={y(p.value)} r="4" fill={seriesColor(k)} stroke="var(--surface)" strokeWidth="1.5" {...tip(`${stepText(along, steps[p.x]!, teller, table.rows)} · ${s.name}`, p.text)} />)}
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}

const stepText = (along: Field, step: string, teller: Teller, rows: Cells[]): string => teller.tell(along, rows.find((row) => String(row[along.name] ?? '') === step) ?? ({ [along.name]: step } as Cells)) || step;

function seriesOf(table: ReportTable, group: Group, along: Field, steps: string[], teller: Teller): Series[] {
  const kinds = (c: Field) => new Set(table.rows.map((row) => row[c.name])).size;
  const split = table.columns.find((c) => c !== along && c.name !== 'state' && isLabel(c) && kinds(c) > 1 && kinds(c) < table.rows.length);
  const keys = split ? [...new Set(table.rows.map((row) => String(row[split.name] ?? '')))] : [''];
  const measures = split && keys.length > 1 ? group.columns.slice(0, keys.length > 3 ? 1 : 2) : group.columns;
  const out: Series[] = [];
  for (const key of keys) for (const column of measures) {
    const rows = split ? table.rows.filter((row) => String(row[split.name] ?? '') === key) : table.rows;
    const points = rows.flatMap((row): Point[] => {
      const value = figure(column, row);
      return value === null ? [] : [{ x: steps.indexOf(String(row[along.name] ?? '')), value, text: `${teller.head(column)} ${teller.tell(column, row)}` }];
    }).sort((a, b) => a.x - b.x);
    const name = [split && rows[0] ? teller.tell(split, rows[0]) : '', measures.length > 1 || !split ? teller.head(column) : ''].filter(Boolean).join(' · ');
    if (points.length > 0) out.push({ name: name || teller.head(column), points });
  }
  return out;
}

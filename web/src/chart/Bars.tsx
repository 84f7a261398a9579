import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cells } from '../api/report';
import type { Field } from '../api/types';
import { To } from '../ui/To';
import { axisText, GroupPicker, Legend, seriesColor, type ChartProps } from './parts';
import { domain, figure, groups, isLabel, nameColumn, ticks } from './shape';
import { tip } from './tip';

const shownMost = 12;

/** Horizontal bars: names stay readable in both languages; measures of one unit share the axis. */
export function Bars({ table, teller, label }: ChartProps) {
  const { t, i18n } = useTranslation();
  const list = groups(table.columns, table.rows);
  const [at, setAt] = useState(0);
  const group = list[Math.min(at, list.length - 1)];
  const names = namesOf(table.columns, table.rows);
  if (!group || !names[0]) return <p className="chart-none">{t('report.noFigures')}</p>;
  const percent = group.columns[0]!.kind === 'percent';
  const values = table.rows.flatMap((row) => group.columns.map((c) => figure(c, row))).filter((v) => v !== null);
  const [low, high] = domain(values, percent);
  const at0 = (value: number) => ((value - low) / (high - low || 1)) * 100;
  const rows = table.rows.slice(0, shownMost);
  const nameOf = (row: Cells) => names.map((c) => teller.tell(c, row)).filter(Boolean).join(' · ') || t('common.none');
  const marks = ticks(low, high, 4, group.columns[0]!.kind === 'integer').filter((m) => m >= low && m <= high);
  return (
    <div className="bars" role="group" aria-label={label}>
      <div className="chart-tools"><Legend names={group.columns.map(teller.axis)} />{group.columns.length === 1 && <span className="legend">{teller.axis(group.columns[0]!)}</span>}<GroupPicker list={list} at={at} choose={setAt} teller={teller} /></div>
      <ul className="bars-list">
        {rows.map((row, k) => {
          const to = teller.rowLink(row);
          const name = nameOf(row);
          const said = group.columns.map((c) => `${teller.head(c)} ${teller.tell(c, row) || t('common.none')}`);
          return (
            <li key={k} className="bars-row" {...tip(name, ...said)}>
              <span className="bars-name">{to ? <To to={to}>{name}</To> : name}</span>
              <span className="bars-track">
                {marks.map((m) => <span key={m} className="bars-line" style={{ left: `${at0(m)}%` }} />)}
                {group.columns.map((column, n) => <Bar key={column.name} column={column} row={row} color={seriesColor(n)} zero={at0(0)} place={at0} text={teller.tell(column, row)} />)}
              </span>
            </li>
          );
        })}
      </ul>
      <div className="bars-row bars-axis" aria-hidden="true"><span className="bars-name" /><span className="bars-track">{marks.map((m) => <span key={m} className="bars-mark" style={{ left: `${at0(m)}%` }}>{axisText(group.columns[0]!, m, i18n.language)}</span>)}</span></div>
      {table.rows.length > shownMost && <p className="chart-more">{t('report.moreRows', { count: table.rows.length - shownMost })}</p>}
    </div>
  );
}

function Bar({ column, row, color, zero, place, text }: { column: Field; row: Cells; color: string; zero: number; place: (value: number) => number; text: string }) {
  const value = figure(column, row);
  const end = value === null ? zero : place(value);
  const width = Math.abs(end - zero);
  const inside = Math.max(zero, end) > 82;
  return (
    <span className="bar">
      {value !== null && <span className="bar-fill" style={{ left: `${Math.min(zero, end)}%`, width: `max(2px, ${width}%)`, background: color }} />}
      <span className={`bar-value${inside ? ' bar-inside' : ''}`} style={inside ? { right: `${100 - Math.max(zero, end)}%` } : { left: `${Math.max(zero, end)}%` }}>{value === null ? '—' : text}</span>
    </span>
  );
}

/** One name, or two where the first alone repeats. */
function namesOf(columns: Field[], rows: Cells[]): Field[] {
  const first = nameColumn(columns, rows);
  if (!first) return [];
  const repeats = new Set(rows.map((row) => row[first.name])).size < rows.length;
  const second = repeats ? columns.find((c) => c !== first && (isLabel(c) || c.kind === 'date') && new Set(rows.map((row) => row[c.name])).size > 1) : undefined;
  return second ? [first, second] : [first];
}

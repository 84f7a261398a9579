import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../api/types';
import { To } from '../ui/To';
import { Bars } from './Bars';
import type { ChartProps } from './parts';
import { cross, crossKey, figure, isDay, isLabel, isMeasure } from './shape';
import { tip } from './tip';

/** Two names across each other with the figure printed in the cell; shades of one hue. */
export function Heat(props: ChartProps & { matrix?: boolean }) {
  const { table, teller, label, matrix } = props;
  const { t } = useTranslation();
  const sides = matrix ? table.columns.slice(0, 2) : table.columns.filter((c) => (isLabel(c) || isDay(c)) && new Set(table.rows.map((row) => row[c.name])).size > 0).slice(0, 2);
  const measures = table.columns.filter((c) => isMeasure(c) && !sides.includes(c) && table.rows.some((row) => figure(c, row) !== null));
  // A share says more than a mean, a mean more than a count.
  const telling = ['percent', 'number'].map((kind) => measures.findIndex((c) => c.kind === kind)).find((k) => k >= 0) ?? measures.length - 1;
  const best = matrix ? 0 : Math.max(0, telling);
  const [at, setAt] = useState(-1);
  const measure = measures[at < 0 ? best : at];
  if (!measure || sides.length < 2) return <Bars {...props} />;
  const [down, across] = sides as [Field, Field];
  const grid = cross(down, across, table.rows);
  const values = table.rows.map((row) => figure(measure, row)).filter((v) => v !== null);
  const top = measure.kind === 'percent' ? 100 : Math.max(1, ...values);
  const marked = table.columns.find((c) => c.kind === 'boolean');
  const lines = matrix ? [...grid.rows].reverse() : grid.rows;
  const say = (column: Field, key: string) => { const row = table.rows.find((r) => String(r[column.name] ?? '') === key); return row ? teller.tell(column, row) || t('common.none') : key; };
  return (
    <div className="heat" role="group" aria-label={label}>
      <div className="chart-tools">
        <span className="legend">{teller.head(down)} × {teller.head(across)}</span>
        {measures.length > 1 ? <select className="select chart-pick" aria-label={t('report.measure')} value={measures.indexOf(measure)} onChange={(e) => setAt(Number(e.target.value))}>{measures.map((c, k) => <option key={c.name} value={k}>{teller.head(c)}</option>)}</select> : <span className="legend">{teller.head(measure)}</span>}
      </div>
      <div className="heat-scroll" tabIndex={0} role="region" aria-label={label}>
        <table className="heat-table">
          <thead><tr><td />{grid.columns.map((c) => <th key={c} scope="col" title={isDay(across) ? c : undefined}>{isDay(across) ? c.slice(5) : say(across, c)}</th>)}</tr></thead>
          <tbody>
            {lines.slice(0, 30).map((line) => {
              const any = table.rows.find((row) => String(row[down.name] ?? '') === line)!;
              const to = teller.linkOf(down, any);
              return (
                <tr key={line}>
                  <th scope="row">{to ? <To to={to}>{say(down, line)}</To> : say(down, line)}</th>
                  {grid.columns.map((c) => {
                    const row = grid.at.get(crossKey(line, c));
                    const value = row ? figure(measure, row) : null;
                    const share = value === null ? 0 : Math.max(0, Math.min(1, value / top));
                    const flag = (marked && row?.[marked.name] === true) || (measure.kind === 'percent' && (value ?? 0) > 100);
                    return (
                      <td key={c} className={`heat-cell${value === null ? ' heat-none' : ''}${flag ? ' heat-flag' : ''}`} style={value ? { background: `color-mix(in srgb, var(--series-1) ${Math.round(6 + share * 38)}%, var(--surface))` } : {}}
                        {...(row ? tip(`${say(down, line)} · ${say(across, c)}`, ...table.columns.filter((x) => !sides.includes(x)).map((x) => `${teller.head(x)} ${teller.tell(x, row) || t('common.none')}`)) : {})}>
                        {value === null ? '' : teller.tell(measure, row!)}{flag && marked && <span className="visually-hidden">{teller.head(marked)}</span>}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

export const Matrix = (props: ChartProps) => <Heat {...props} matrix />;

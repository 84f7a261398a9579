import { useTranslation } from 'react-i18next';
import { axisText, useWidth, type ChartProps } from './parts';
import { figure, isMeasure, nameColumn } from './shape';
import { tip } from './tip';

const level = 44;

/** Levels from the gravest at the top; the shape is fixed, the figures stand in it. */
export function Pyramid({ table, teller, label }: ChartProps) {
  const { t, i18n } = useTranslation();
  const [box, width] = useWidth<HTMLDivElement>();
  const name = nameColumn(table.columns, table.rows);
  const measures = table.columns.filter(isMeasure);
  const count = measures[0];
  if (!name || !count) return <p className="chart-none">{t('report.noFigures')}</p>;
  const rows = gravestFirst(table.rows, (row) => figure(count, row) ?? 0);
  const half = Math.min(190, width / 2 - 100);
  const middle = half + 16;
  const wide = (k: number) => 26 + (half - 26) * (k / rows.length);
  return (
    <div className="pyramid" ref={box}>
      {width > 0 && (
        <svg width={width} height={rows.length * level + 8} role="img" aria-label={label}>
          {rows.map((row, k) => {
            const y = 4 + k * level;
            const said = teller.tell(name, row);
            const value = figure(count, row) ?? 0;
            return (
              <g key={k} {...tip(said, ...measures.map((c) => `${teller.head(c)} ${teller.tell(c, row) || t('common.none')}`))}>
                <path d={`M${middle - wide(k)} ${y}H${middle + wide(k)}L${middle + wide(k + 1)} ${y + level - 4}H${middle - wide(k + 1)}Z`} fill={`color-mix(in srgb, var(--series-3) ${value > 0 ? 46 - k * (30 / rows.length) : 5}%, var(--surface))`} stroke="var(--line-strong)" />
                <text x={middle} y={y + level / 2 + 4} textAnchor="middle" className="pyramid-count">{axisText(count, value, i18n.language)}</text>
                <text x={middle + wide(k + 1) + 12} y={y + level / 2 + 3} className="point-text">{said}{measures[1] && figure(measures[1], row) ? ` · ${teller.head(measures[1])} ${teller.tell(measures[1], row)}` : ''}</text>
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

/** The declared order may run either way: where the last level is the rarer end it goes on top. */
function gravestFirst<T>(rows: T[], value: (row: T) => number): T[] {
  const half = Math.floor(rows.length / 2);
  const sum = (list: T[]) => list.reduce((s, row) => s + value(row), 0);
  return sum(rows.slice(0, half)) > sum(rows.slice(rows.length - half)) ? [...rows].reverse() : rows;
}

import { useTranslation } from 'react-i18next';
import { Bars } from './Bars';
import { axisText, clip, useWidth, type ChartProps } from './parts';
import { domain, figure, isMeasure, nameColumn, ticks } from './shape';
import { tip } from './tip';

const height = 270;
const pad = { left: 48, right: 48, top: 16, bottom: 34 };

/** Causes by their number, the share they add up to as a line against the right axis. */
export function Pareto(props: ChartProps) {
  const { table, teller, label } = props;
  const { t, i18n } = useTranslation();
  const [box, width] = useWidth<HTMLDivElement>();
  const name = nameColumn(table.columns, table.rows);
  const count = table.columns.find((c) => isMeasure(c) && c.kind !== 'percent');
  const sum = table.columns.find((c) => c.kind === 'percent');
  if (!name || !count || !sum) return <Bars {...props} />;
  const rows = table.rows.slice(0, 12);
  const [, high] = domain(rows.map((row) => figure(count, row) ?? 0), false);
  const inner = Math.max(60, width - pad.left - pad.right);
  const slot = inner / rows.length;
  const y = (share: number) => pad.top + (1 - share) * (height - pad.top - pad.bottom);
  const at = (k: number) => pad.left + slot * (k + 0.5);
  return (
    <div className="pareto" ref={box}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          {ticks(0, high, 4, true).filter((m) => m <= high).map((m) => <g key={m}><line x1={pad.left} x2={width - pad.right} y1={y(m / high)} y2={y(m / high)} className="axis-line" /><text x={pad.left - 8} y={y(m / high) + 4} textAnchor="end" className="axis-text">{axisText(count, m, i18n.language)}</text></g>)}
          {[0, 50, 80, 100].map((m) => <text key={m} x={width - pad.right + 6} y={y(m / 100) + 4} className="axis-text">{m}%</text>)}
          <line x1={pad.left} x2={width - pad.right} y1={y(0.8)} y2={y(0.8)} className="middle-line" />
          {rows.map((row, k) => {
            const value = figure(count, row) ?? 0;
            const said = teller.tell(name, row) || t('common.none');
            return (
              <g key={k} {...tip(said, ...table.columns.filter(isMeasure).map((c) => `${teller.head(c)} ${teller.tell(c, row)}`))}>
                <rect x={at(k) - slot * 0.36} width={slot * 0.72} y={y(value / high)} height={y(0) - y(value / high)} fill="var(--series-1)" />
                <text x={at(k)} y={y(value / high) - 4} textAnchor="middle" className="point-text">{teller.tell(count, row)}</text>
                <text x={at(k)} y={height - 14} textAnchor="middle" className="axis-text">{clip(said, Math.max(3, Math.floor(slot / 13)))}</text>
              </g>
            );
          })}
          <path d={rows.map((row, k) => `${k ? 'L' : 'M'}${at(k)} ${y((figure(sum, row) ?? 0) / 100)}`).join('')} fill="none" stroke="var(--series-3)" strokeWidth="2" strokeDasharray="6 3" />
          {rows.map((row, k) => <circle key={k} cx={at(k)} cy={y((figure(sum, row) ?? 0) / 100)} r="3.500" fill="var(--series-3)" stroke="var(--surface)" />)}
        </svg>
      )}
    </div>
  );
}

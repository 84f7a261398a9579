import { useTranslation } from 'react-i18next';
import { Bars } from './Bars';
import { clip, useWidth, type ChartProps } from './parts';
import { figure, isMeasure, nameColumn, ticks } from './shape';
import { tip } from './tip';

const height = 320;

/** One measure by dimension; where the table tells an interval it is drawn as a band. */
export function Radar(props: ChartProps) {
  const { table, teller, label } = props;
  const { t } = useTranslation();
  const [box, width] = useWidth<HTMLDivElement>();
  const name = nameColumn(table.columns, table.rows);
  const measures = table.columns.filter((c) => isMeasure(c) && table.rows.some((row) => figure(c, row) !== null));
  const mean = measures.find((c) => ['mean', 'level', 'value', 'score'].includes(c.name)) ?? measures[0];
  const rows = mean ? table.rows.filter((row) => figure(mean, row) !== null) : [];
  const low = measures.find((c) => c.name === 'low');
  const high = measures.find((c) => c.name === 'high');
  if (!mean || !name || rows.length < 3) return <div ref={box}><Bars {...props} /></div>;
  const values = rows.map((row) => figure(high ?? mean, row) ?? 0);
  const top = Math.max(...values) <= 5 ? 5 : ticks(0, Math.max(...values)).at(-1)!;
  const radius = Math.min(width / 2 - 90, height / 2 - 34);
  const center: [number, number] = [width / 2, height / 2];
  const at = (k: number, value: number): [number, number] => {
    const angle = (k / rows.length) * 2 * Math.PI - Math.PI / 2;
    return [center[0] + Math.cos(angle) * radius * (value / top), center[1] + Math.sin(angle) * radius * (value / top)];
  };
  const path = (value: (k: number) => number) => `${rows.map((_, k) => `${k ? 'L' : 'M'}${at(k, value(k)).map((n) => n.toFixed(1)).join(' ')}`).join('')}Z`;
  return (
    <div className="radar" ref={box}>
      {width > 0 && radius > 20 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          {[0.2, 0.4, 0.6, 0.8, 1].map((share) => <path key={share} d={path(() => top * share)} className="radar-ring" />)}
          {rows.map((_, k) => <line key={k} x1={center[0]} y1={center[1]} x2={at(k, top)[0]} y2={at(k, top)[1]} className="axis-line" />)}
          {low && high && <path d={path((k) => figure(high, rows[k]!) ?? 0) + path((k) => figure(low, rows[k]!) ?? 0)} fillRule="evenodd" fill="var(--series-1)" fillOpacity="0.18" />}
          <path d={path((k) => figure(mean, rows[k]!)!)} fill="var(--series-1)" fillOpacity={low ? 0 : 0.12} stroke="var(--series-1)" strokeWidth="2" />
          {rows.map((row, k) => {
            const [px, py] = at(k, figure(mean, row)!);
            const [lx, ly] = at(k, top * 1.14);
            const said = teller.tell(name, row);
            return (
              <g key={k} {...tip(said, ...measures.map((c) => `${teller.head(c)} ${teller.tell(c, row) || t('common.none')}`))}>
                <circle cx={px} cy={py} r="4" fill="var(--series-1)" stroke="var(--surface)" strokeWidth="1.5" />
                <text x={lx} y={ly + 4} textAnchor={Math.abs(lx - center[0]) < 8 ? 'middle' : lx < center[0] ? 'end' : 'start'} className="axis-text">{clip(said, 9)} <tspan className="axis-strong">{teller.tell(mean, row)}</tspan></text>
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

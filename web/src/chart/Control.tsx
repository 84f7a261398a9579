import { useTranslation } from 'react-i18next';
import { Lines } from './Lines';
import { axisText, clip, useWidth, type ChartProps } from './parts';
import { figure, isDay, isMeasure, ticks } from './shape';
import { tip } from './tip';

const height = 250;
const pad = { left: 56, right: 92, top: 12, bottom: 28 };

/** A control chart: readings in order, the centre and the limits as lines, signals marked by shape and colour. */
export function Control(props: ChartProps) {
  const { table, teller, label } = props;
  const { t, i18n } = useTranslation();
  const [box, width] = useWidth<HTMLDivElement>();
  const column = (name: string) => table.columns.find((c) => c.name === name && isMeasure(c));
  const [value, ...limits] = [column('value'), column('center'), column('lower'), column('upper')];
  const day = table.columns.find(isDay);
  const signal = table.columns.find((c) => c.kind === 'boolean');
  if (!value || limits.every((c) => !c)) return <Lines {...props} />;
  const rows = table.rows.filter((row) => figure(value, row) !== null);
  const all = rows.flatMap((row) => [value, ...limits].flatMap((c) => (c ? [figure(c, row)] : []))).filter((v) => v !== null);
  const marks = ticks(Math.min(...all), Math.max(...all));
  const [low, high] = [marks[0]!, marks.at(-1)!];
  const inner = Math.max(60, width - pad.left - pad.right);
  const x = (k: number) => pad.left + (rows.length < 2 ? inner / 2 : (k / (rows.length - 1)) * inner);
  const y = (v: number) => pad.top + (1 - (v - low) / (high - low || 1)) * (height - pad.top - pad.bottom);
  const every = Math.max(1, Math.ceil(rows.length / Math.max(2, Math.floor(inner / 90))));
  return (
    <div className="control" ref={box}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          {marks.map((m) => <g key={m}><line x1={pad.left} x2={width - pad.right} y1={y(m)} y2={y(m)} className="axis-line" /><text x={pad.left - 8} y={y(m) + 4} textAnchor="end" className="axis-text">{axisText(value, m, i18n.language)}</text></g>)}
          {limits.map((c) => {
            const known = c && rows.flatMap((row, k) => { const v = figure(c, row); return v === null ? [] : [{ k, v }]; });
            if (!c || !known || known.length === 0) return null;
            return <g key={c.name} className={c.name === 'center' ? 'limit-center' : 'limit'}><path d={known.map((p, n) => `${n ? 'L' : 'M'}${x(p.k)} ${y(p.v)}`).join('')} /><text x={width - pad.right + 6} y={y(known.at(-1)!.v) + 4}>{clip(teller.head(c), 5)} {axisText(c, Math.round(known.at(-1)!.v * 100) / 100, i18n.language)}</text></g>;
          })}
          <path d={rows.map((row, k) => `${k ? 'L' : 'M'}${x(k)} ${y(figure(value, row)!)}`).join('')} fill="none" stroke="var(--series-1)" strokeWidth="1.500" />
          {rows.map((row, k) => {
            const alarm = signal && row[signal.name] === true;
            const [cx, cy] = [x(k), y(figure(value, row)!)];
            return (
              <g key={k} {...tip(day ? teller.tell(day, row) : String(k + 1), ...table.columns.filter((c) => c !== day).map((c) => `${teller.head(c)} ${teller.tell(c, row) || t('common.none')}`))}>
                {alarm ? <path d={`M${cx} ${cy - 7}L${cx + 7} ${cy + 5}H${cx - 7}Z`} fill="var(--red)" stroke="var(--surface)" /> : <circle cx={cx} cy={cy} r="3.500" fill="var(--series-1)" stroke="var(--surface)" />}
                {day && k % every === 0 && <text x={cx} y={height - 8} textAnchor="middle" className="axis-text">{teller.tell(day, row)}</text>}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { Bars } from './Bars';
import { axisText, type ChartProps } from './parts';
import { domain, figure, isMeasure, nameColumn, ticks } from './shape';
import { tip } from './tip';

/** Steps from a sum to what is left of it: each bar hangs where the one before ended; sums stand on zero. */
export function Waterfall(props: ChartProps) {
  const { table, teller, label } = props;
  const { t, i18n } = useTranslation();
  const name = nameColumn(table.columns, table.rows);
  const [amount, level] = table.columns.filter(isMeasure);
  if (!name || !amount || !level) return <Bars {...props} />;
  const steps = table.rows.map((row, k) => {
    const end = figure(level, row) ?? 0;
    const change = figure(amount, row) ?? 0;
    // A sum says again what has been reached; a step leads there from the step before.
    const sum = k === 0 || k === table.rows.length - 1;
    return { row, end, change, sum, from: sum ? 0 : end - change };
  });
  const roomInside = 14;
  const [low, high] = domain(steps.flatMap((s) => [s.from, s.end]), false);
  const at = (value: number) => ((value - low) / (high - low || 1)) * 100;
  const marks = ticks(low, high, 4).filter((m) => m >= low && m <= high);
  return (
    <div className="bars" role="group" aria-label={label}>
      <ul className="bars-list">
        {steps.map(({ row, end, change, sum, from }, k) => {
          const [left, right] = [at(Math.min(from, end)), at(Math.max(from, end))];
          // Behind the bar where there is room, else in it, else before it.
          const inside = right > 82 && right - left >= roomInside;
          const place = right <= 82 ? { left: `${right}%` } : { right: `${100 - (inside ? right : left)}%` };
          return (
          <li key={k} className="bars-row" {...tip(teller.tell(name, row), ...[amount, level].map((c) => `${teller.head(c)} ${teller.tell(c, row) || t('common.none')}`))}>
            <span className="bars-name">{teller.tell(name, row)}</span>
            <span className="bars-track">
              {marks.map((m) => <span key={m} className="bars-line" style={{ left: `${at(m)}%` }} />)}
              <span className="bar">
                <span className="bar-fill" style={{ left: `${left}%`, width: `max(2px, ${right - left}%)`, background: `var(--series-${sum ? 1 : change < 0 ? 3 : 2})` }} />
                <span className={`bar-value${inside ? ' bar-inside' : ''}`} style={place}>{teller.tell(amount, row)}</span>
              </span>
            </span>
          </li>
          );
        })}
      </ul>
      <div className="bars-row bars-axis" aria-hidden="true"><span className="bars-name" /><span className="bars-track">{marks.map((m) => <span key={m} className="bars-mark" style={{ left: `${at(m)}%` }}>{axisText(amount, m, i18n.language)}</span>)}</span></div>
    </div>
  );
}

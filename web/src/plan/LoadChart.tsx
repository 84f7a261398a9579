import { useId, useState, type MouseEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, parsePlanDate, proseDay } from '../format/date';
import { grouped } from '../format/number';

/** Hours asked for and hours there are, week by week from a Monday on, with the days that are overloaded. */
export interface ResourceLoad { resource: string; name: string; monday: string; overloaded_days: number; demand: number[]; capacity: number[]; days: number[] }

const width = 308;
const height = 140;
const foot = 18;
const head = 24;
/** A few weeks are bars too, not blocks. */
const widest = 26;

interface Week { monday: number; demand: number; capacity: number; days: number; after: number; daysAfter: number }

const weekMinutes = 7 * 1440;

function weeksOf(load: ResourceLoad, after: ResourceLoad | undefined): Week[] {
  const weeks = new Map<number, Week>();
  const add = (one: ResourceLoad, write: (week: Week, k: number) => void) => {
    const first = parsePlanDate(one.monday);
    one.demand.forEach((_, k) => {
      const monday = first + k * weekMinutes;
      const week = weeks.get(monday) ?? { monday, demand: 0, capacity: one.capacity[k]!, days: 0, after: 0, daysAfter: 0 };
      write(week, k);
      weeks.set(monday, week);
    });
  };
  add(load, (week, k) => { week.demand = load.demand[k]!; week.days = load.days[k]!; });
  if (after) add(after, (week, k) => { week.after = after.demand[k]!; week.daysAfter = after.days[k]!; });
  return [...weeks.values()].sort((a, b) => a.monday - b.monday);
}

/** The histogram of one resource against its capacity; with a proposal, what it was as an outline behind. */
export function LoadChart({ load, after, go }: { load: ResourceLoad; after: ResourceLoad | undefined; go: (minutes: number) => void }) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const [pointed, setPointed] = useState(-1);
  const weeks = weeksOf(load, after);
  const most = Math.max(1, ...weeks.map((w) => Math.max(w.demand, w.after, w.capacity)));
  const step = Math.min(widest, width / Math.max(1, weeks.length));
  const y = (hours: number) => head + (height - head - foot) * (1 - hours / most);
  const bottom = height - foot;
  const shown = weeks.map((w) => (after ? { hours: w.after, days: w.daysAfter } : { hours: w.demand, days: w.days }));
  const over = shown.reduce((sum, w) => sum + w.days, 0);
  const label = t('plan.levelling.chart', { name: load.name, days: over, peak: grouped(Math.max(...shown.map((w) => w.hours))), capacity: grouped(Math.max(...weeks.map((w) => w.capacity))) });
  // A few paths, however many weeks there are.
  const gap = Math.min(1, step / 6);
  const bar = (k: number, hours: number) => (hours > 0 ? `M${(k * step + gap).toFixed(1)} ${bottom}V${y(hours).toFixed(1)}h${Math.max(0.8, step - 2 * gap).toFixed(1)}V${bottom}z` : '');
  const path = (of: (week: Week, k: number) => string) => weeks.map(of).join('');
  const at = (event: PointerEvent<SVGElement> | MouseEvent<SVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const k = Math.floor(((event.clientX - box.left) / box.width) * width / step);
    return k >= 0 && k < weeks.length ? k : -1;
  };
  const week = weeks[pointed];
  const span = Math.max(weeks.length * step, 140);
  return (
    <figure className="load-figure">
      <svg viewBox={`0 0 ${width} ${height}`} className="load-chart" role="img" aria-label={label} onPointerMove={(e) => setPointed(at(e))} onPointerLeave={() => setPointed(-1)} onClick={(e) => { const k = at(e); if (k >= 0) go(weeks[k]!.monday); }}>
        <defs><pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" className="load-over" /><rect width="1.6" height="5" className="load-hatch" /></pattern></defs>
        <text x={0} y={10} className="load-text">{`${grouped(Math.round(most))} ${t('plan.levelling.hours')}`}</text>
        {week && <rect x={pointed * step} y={head} width={step} height={bottom - head} className="load-pointed" />}
        <path d={path((_, k) => (shown[k]!.days > 0 ? '' : bar(k, shown[k]!.hours)))} className="load-bar" />
        <path d={path((_, k) => (shown[k]!.days > 0 ? bar(k, shown[k]!.hours) : ''))} fill={`url(#${id})`} />
        {after && <path d={path((w, k) => bar(k, w.demand))} className="load-was" />}
        {step >= 5 && <path d={path((_, k) => (shown[k]!.days > 0 ? `M${(k * step + step / 2 - 3).toFixed(1)} ${(y(shown[k]!.hours) - 3).toFixed(1)}h6l-3 -5z` : ''))} className="load-mark" />}
        <path d={path((w, k) => `${k === 0 ? 'M' : 'L'}${(k * step).toFixed(1)} ${y(w.capacity).toFixed(1)}H${((k + 1) * step).toFixed(1)}`)} className="load-capacity" />
        <path d={`M0 ${bottom}H${width}`} className="load-axis" />
        {weeks.length > 0 && <text x={0} y={height - 4} className="load-text">{formatDay(weeks[0]!.monday)}</text>}
        {weeks.length > 1 && <text x={span} y={height - 4} textAnchor="end" className="load-text">{formatDay(weeks[weeks.length - 1]!.monday)}</text>}
      </svg>
      <p className="load-week">{week ? t('plan.levelling.week', { week: proseDay(week.monday, i18n.language, true), demand: grouped(shown[pointed]!.hours), capacity: grouped(week.capacity), days: shown[pointed]!.days }) : ''}</p>
      <figcaption className="load-legend">
        <span><i className="load-key load-key-bar" />{t(after ? 'plan.levelling.after' : 'plan.levelling.demand')}</span>
        {after && <span><i className="load-key load-key-was" />{t('plan.levelling.before')}</span>}
        <span><i className="load-key load-key-over" />{t('plan.levelling.over')}</span>
        <span><i className="load-key load-key-capacity" />{t('plan.levelling.capacity')}</span>
      </figcaption>
    </figure>
  );
}

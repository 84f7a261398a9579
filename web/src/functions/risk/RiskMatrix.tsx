import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '../../api/schema';
import { quote, useShortList } from '../../api/records';
import type { RecordType } from '../../api/types';
import { Card } from '../../ui/parts';
import { band, buildMatrix } from './matrix';
import './risk.css';

const cellWidth = 76;
const cellHeight = 44;

/** Counts by probability and impact; arrows from the inherent to the residual rating. */
export function RiskMatrix({ project, type }: { project?: string; type: RecordType }) {
  const { t } = useTranslation();
  const [residual, setResidual] = useState(true);
  const [chosen, setChosen] = useState<[number, number] | null>(null);
  const list = useShortList(type.plural, { filter: project ? `project = ${quote(project)}` : undefined, limit: 500 });
  const kind = fieldOf(type, 'probability')?.kind;
  const matrix = buildMatrix(list.data?.items ?? [], kind === 'percent' || kind === 'number');
  const { size } = matrix;
  const y = (probability: number, k: number) => (size - 1 - probability + 0.5) * cellHeight + spread(k) / 2;
  const shown = residual ? matrix.residual : matrix.inherent;
  const total = list.data?.items.length ?? 0;
  const red = shown.flatMap((row, p) => row.filter((_, i) => band(p, i, size) === 'red')).reduce((sum, cell) => sum + cell.count, 0);
  if (total === 0 || matrix.unrated === total) return null;
  return (
    <Card title={t('risk.matrix')} className="risk-card" extra={
      <span className="btn-group">
        <button type="button" className="btn" aria-pressed={!residual} onClick={() => setResidual(false)}>{t('risk.inherent')}</button>
        <button type="button" className="btn" aria-pressed={residual} onClick={() => setResidual(true)}>{t('risk.residual')}</button>
      </span>}>
      <div className="risk-body">
        <div className="risk-plot">
          <span className="risk-axis-y">{t('risk.probability')}</span>
          <div className="risk-grid" role="table" aria-label={t('risk.matrix')}>
            {Array.from({ length: size }, (_, k) => size - 1 - k).map((p) => (
              <div key={p} role="row" className="risk-row">
                <span role="rowheader" className="risk-head">{p + 1}</span>
                {shown[p]!.map((cell, i) => (
                  <span role="cell" key={i} className={`risk-cell risk-${band(p, i, size)}`}>
                    <button type="button" disabled={cell.count === 0} aria-label={t('risk.cell', { probability: p + 1, impact: i + 1, count: cell.count })} aria-pressed={chosen?.[0] === p && chosen[1] === i} onClick={() => setChosen(chosen?.[0] === p && chosen[1] === i ? null : [p, i])}>{cell.count > 0 && <span className="risk-count">{cell.count}</span>}</button>
                  </span>
                ))}
              </div>
            ))}
            <div role="row" className="risk-row"><span role="columnheader" className="risk-head" aria-label={t('risk.probability')} />{Array.from({ length: size }, (_, i) => <span role="columnheader" key={i} className="risk-head risk-foot">{i + 1}</span>)}</div>
            <svg className="risk-arrows" width={size * cellWidth} height={size * cellHeight} aria-hidden="true">
              <defs><marker id="risk-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="currentColor" /></marker></defs>
              {residual && matrix.arrows.slice(0, 30).map((a, k) => <Arrow key={k} from={[x(a.from[1], k), y(a.from[0], k)]} to={[x(a.to[1], 0) + 8, y(a.to[0], 0) + 4]} />)}
            </svg>
          </div>
          <span className="risk-axis-x">{t('risk.impact')}</span>
        </div>
        <div className="risk-side">
          <p className="risk-finding">{t('risk.finding', { red, total })}</p>
          {matrix.unrated > 0 && <p className="field-help">{t('risk.unrated', { count: matrix.unrated })}</p>}
          <ul className="risk-list">
            {(chosen ? shown[chosen[0]]![chosen[1]]!.rows : top(shown)).slice(0, 7).map((row) => (
              <li key={row.id}><Link to="/records/$record/$id" params={{ record: type.name, id: row.id }}>{row.number} {String(row[type.title] ?? '')}</Link></li>
            ))}
          </ul>
        </div>
      </div>
    </Card>
  );
}

/** Ends at the rim of the count, so that the tip is seen. */
function Arrow({ from, to }: { from: [number, number]; to: [number, number] }) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const share = Math.max(0, 1 - 15 / length);
  return <line x1={from[0]} y1={from[1]} x2={from[0] + (to[0] - from[0]) * share} y2={from[1] + (to[1] - from[1]) * share} stroke="currentColor" strokeWidth="1.25" markerEnd="url(#risk-tip)" />;
}

const spread = (k: number) => ((k * 7) % 5) * 4 - 8;
const x = (impact: number, k: number) => (impact + 0.5) * cellWidth + spread(k);

function top(cells: ReturnType<typeof buildMatrix>['residual']) {
  return cells.flatMap((row, p) => row.map((cell, i) => ({ cell, weight: (p + 1) * (i + 1) }))).sort((a, b) => b.weight - a.weight).flatMap((c) => c.cell.rows);
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, minutesPerDay } from '../format/date';
import { formatSignedDuration, grouped } from '../format/number';
import type { Screen } from './PlanScreen';
import { StatusDate, StatusDialog } from './StatusDate';

/** The bottom line: what the plan says, or what the held bar would do. */
export function PlanStatus({ screen }: { screen: Screen }) {
  const [dating, setDating] = useState(false);
  return <><Line screen={screen} openDate={() => setDating(true)} />{dating && <StatusDialog screen={screen} close={() => setDating(false)} />}</>;
}

function Line({ screen, openDate }: { screen: Screen; openDate: () => void }) {
  const { t, i18n } = useTranslation();
  const { view } = screen.surface;
  const { model, preview } = view;
  if (preview) return <div className={`plan-status plan-status-${preview.tone}${preview.pending ? ' plan-status-pending' : ''}`}><strong>{preview.summary}</strong><span>{t('plan.escCancels')}</span></div>;
  const finish = model.meta.finish ? formatDay(Date.parse(`${model.meta.finish.slice(0, 16)}Z`) / 60000) : '';
  const criticals = model.critical.reduce((a, b) => a + b, 0);
  const rootVariance = model.count > 0 ? latestVariance(screen) : NaN;
  return (
    <div className="plan-status">
      <span>{t('plan.activities', { count: model.count, text: grouped(model.count) })}</span>
      {view.rows.count !== model.count && <span>{t('plan.rowsShown', { text: grouped(view.rows.count) })}</span>}
      {view.selected.size > 1 && <span>{t('plan.selected', { count: view.selected.size })}</span>}
      <span className="plan-status-critical">{t('plan.criticalCount', { text: grouped(criticals) })}</span>
      {finish && <span>{t('plan.finishOn', { date: finish })}</span>}
      {Number.isFinite(rootVariance) && rootVariance !== 0 && <span className={rootVariance > 0 ? 'plan-late' : 'plan-early'}>{t('plan.againstBaseline', { value: formatSignedDuration(rootVariance, minutesPerDay, i18n.language) })}</span>}
      {model.refusals.length > 0 && <span className="plan-late" title={model.refusals.map((r) => r.message).join('\n')}>{t('plan.refusals', { count: model.refusals.length })}</span>}
      <StatusDate screen={screen} open={openDate} />
      <span>{t(`plan.profile.${model.meta.profile}`, { defaultValue: model.meta.profile })}</span>
    </div>
  );
}

function latestVariance(screen: Screen): number {
  const { model } = screen.surface.view;
  let finish = -Infinity;
  let baseline = -Infinity;
  for (let i = 0; i < model.count; i++) {
    if (model.finish[i]! > finish) finish = model.finish[i]!;
    if (model.baselineFinish[i]! > baseline) baseline = model.baselineFinish[i]!;
  }
  return Number.isFinite(baseline) ? Math.round((finish - baseline) / minutesPerDay) * minutesPerDay : NaN;
}

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { get } from '../api/client';
import type { WhyAnswer } from '../api/types';
import { formatDayTime, parsePlanDate } from '../format/date';
import { formatDuration } from '../format/number';
import { Failed, Skeleton } from '../ui/parts';
import { PanelFrame } from './PanelFrame';
import type { Screen } from './PlanScreen';

const fields = ['start', 'finish', 'total_float', 'critical'] as const;

/** The driver chain of a computed value, each step a way to the activity that causes it. */
export function WhyPanel({ screen, field, setField, close }: { screen: Screen; field: string; setField: (field: string) => void; close: () => void }) {
  const { t, i18n } = useTranslation();
  const { surface } = screen;
  const { view } = surface;
  const id = view.model.id[view.active];
  const answer = useQuery({
    queryKey: ['why', id, field, screen.editing.of.scenario, view.model.meta.version], enabled: Boolean(id), retry: false,
    queryFn: ({ signal }) => get<WhyAnswer>(`/activities/${id}/why`, { field, ...screen.editing.of }, signal),
  });
  const goTo = (activity: string | null) => {
    const i = activity ? view.model.indexOf.get(activity) : undefined;
    if (i === undefined) return;
    view.active = i;
    view.selected = new Set([i]);
    surface.reveal(i, true);
    surface.events.changed();
  };
  const say = (value: unknown): string => {
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value)) return formatDayTime(parsePlanDate(value));
    if (field === 'critical' && (value === 0 || value === 1 || typeof value === 'boolean')) return value ? t('plan.bar.critical') : t('plan.notCritical');
    if (typeof value === 'number') return formatDuration(value, view.model.meta.minutes_per_day, i18n.language);
    return value === null || value === undefined ? '' : String(value);
  };
  return (
    <PanelFrame title={t('plan.whyTitle')} subtitle={view.model.name[view.active] ?? ''} close={close}>
      <div className="tabs" role="tablist">
        {fields.map((f) => <button key={f} type="button" role="tab" aria-selected={f === field} className="tab" onClick={() => setField(f)}>{t(`plan.whyField.${f}`)}</button>)}
      </div>
      {answer.isPending && <Skeleton rows={4} />}
      {answer.isError && <Failed error={answer.error} />}
      {answer.data && (
        <div className="why">
          <p className="why-value">{say(answer.data.value)}</p>
          <ol className="why-chain">
            {answer.data.chain.map((step, k) => (
              <li key={k}>
                <span className="why-kind">{t(`plan.whyKind.${step.kind}`, { defaultValue: step.kind })}{step.link ? ` ${step.link.type.toUpperCase()}${step.link.lag ? ` ${step.link.lag > 0 ? '+' : ''}${formatDuration(step.link.lag, view.model.meta.minutes_per_day, i18n.language)}` : ''}` : ''}</span>
                {step.name && (step.activity && step.activity !== id
                  ? <button type="button" className="btn btn-link why-name" onClick={() => goTo(step.activity)}>{step.name}</button>
                  : <strong className="why-name">{step.name}</strong>)}
                <span className="why-text">{step.text}</span>
                {step.value !== undefined && step.value !== null && <span className="why-number">{say(step.value)}</span>}
              </li>
            ))}
          </ol>
          {answer.data.remedy && <p className="why-remedy"><strong>{t('plan.remedy')}</strong> {answer.data.remedy}</p>}
        </div>
      )}
    </PanelFrame>
  );
}

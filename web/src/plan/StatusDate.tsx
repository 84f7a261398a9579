import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../api/client';
import type { Field, PlanEdit } from '../api/types';
import { formatDay, proseDay } from '../format/date';
import { Dialog } from '../ui/dialog';
import type { Screen } from './PlanScreen';
import { useTryOut } from './useTryOut';

const DateInput = lazy(() => import('../register/DateInput'));
const field: Field = { name: 'status_date', kind: 'date', labels: { zh: '', en: '' } };

const editsOf = (day: string): PlanEdit[] => [{ settings: { status_date: day ? `${day}T17:00` : null } }];

/** Up to when progress was taken down, in the status line: a click sets it. */
export function StatusDate({ screen, open }: { screen: Screen; open: () => void }) {
  const { t, i18n } = useTranslation();
  const { model } = screen.surface.view;
  const known = Number.isFinite(model.statusDate);
  const text = known ? t('plan.statusOn', { date: proseDay(model.statusDate, i18n.language) }) : t('plan.status.none');
  if (!model.meta.can_edit) return known ? <span>{text}</span> : null;
  return <button type="button" className="why-link plan-status-date" title={t('plan.status.help')} onClick={open}>{text}</button>;
}

/** What it moves is drawn before it is set. */
export function StatusDialog({ screen, close }: { screen: Screen; close: () => void }) {
  const { t } = useTranslation();
  const { model } = screen.surface.view;
  const [day, setDay] = useState(formatDay(model.statusDate));
  const [refused, setRefused] = useState('');
  const { tryOut, clear } = useTryOut(screen);
  const choose = (value: string) => { setDay(value); setRefused(''); void tryOut(editsOf(value)); };
  const save = async () => {
    clear();
    const answer = await screen.editing.commit(editsOf(day), { toast: true, cell: (error: ApiError) => setRefused(error.problem.errors?.[0]?.message ?? error.message) });
    if (answer) close();
  };
  return (
    <Dialog title={t('plan.statusDate')} onClose={close} width={380}
      footer={<><button type="button" className="btn" onClick={close}>{t('common.cancel')}</button><button type="button" className="btn btn-primary" disabled={day === formatDay(model.statusDate)} onClick={() => void save()}>{t('plan.status.set')}</button></>}>
      <p className="field-help">{t('plan.status.help')}</p>
      <div className="field"><label className="field-label" htmlFor="plan-status-date">{t('plan.statusDate')}</label>
        <Suspense fallback={<input className="input" id="plan-status-date" disabled />}><DateInput id="plan-status-date" field={field} value={day} onChange={(value) => choose(value ? String(value) : '')} /></Suspense></div>
      {screen.surface.view.preview && !refused && <p role="status">{screen.surface.view.preview.summary}</p>}
      {refused && <p className="field-error" role="alert">{refused}</p>}
    </Dialog>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { readAsOf, useAsOf } from '../api/asOf';
import type { Field } from '../api/types';
import { formatDay, todayMinutes } from '../format/date';

const DateInput = lazy(() => import('../register/DateInput'));

const earliest = '2020-01-01';

const ofData = ['list', 'record', 'history', 'plan', 'report'];

/** Everything on the screen is read anew, as of another day. */
function useReadAsOf(): (day: string) => void {
  const client = useQueryClient();
  return (day) => {
    readAsOf(day);
    void client.resetQueries({ predicate: (query) => ofData.includes(String(query.queryKey[0])) });
  };
}

/** Says on every page that this is the past, and leads back. */
export function AsOfBanner() {
  const { t } = useTranslation();
  const day = useAsOf();
  const read = useReadAsOf();
  if (!day) return null;
  return <p className="banner as-of" role="status">{t('asOf.banner', { day })} <button type="button" className="btn" onClick={() => read('')}>{t('asOf.back')}</button></p>;
}

const field: Field = { name: 'as_of', kind: 'date', labels: { zh: '查看日期', en: 'Read as of' } };

/** The day to read as of; the auditor's home has it. Days to come tell nothing. */
export function AsOfSwitch() {
  const { t } = useTranslation();
  const day = useAsOf();
  const read = useReadAsOf();
  const choose = (value: unknown) => {
    const chosen = value ? String(value) : '';
    if (!chosen || (chosen >= earliest && chosen <= formatDay(todayMinutes()))) read(chosen);
  };
  return (
    <label className="as-of-switch">
      <span>{t('asOf.label')}</span>
      <Suspense fallback={<input className="input" disabled />}><DateInput id="as-of" field={field} value={day || null} onChange={choose} /></Suspense>
    </label>
  );
}

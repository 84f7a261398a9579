import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { readAsOf, useAsOf } from '../api/asOf';
import { formatDay, todayMinutes } from '../format/date';

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

/** The day to read as of; the auditor's home has it. */
export function AsOfSwitch() {
  const { t } = useTranslation();
  const day = useAsOf();
  const read = useReadAsOf();
  return (
    <label className="as-of-switch">
      <span>{t('asOf.label')}</span>
      <input type="date" className="input" defaultValue={day} key={day} min={earliest} max={formatDay(todayMinutes())} onChange={({ target }) => { if (target.validity.valid) read(target.value); }} />
    </label>
  );
}

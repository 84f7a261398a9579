import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReport } from '../api/report';
import { useSchema } from '../api/schema';
import { recordPath } from '../app/paths';
import { To } from '../ui/To';

const shown = 3;
const letters = 4;
const pause = 400;

/** What is asked where somebody may already have answered. */
export const askedBefore: readonly string[] = ['support_request', 'question', 'risk', 'charter'];

/** Knowledge about the same thing, told before a record is sent: perhaps it need not be. */
export function Alike({ title, project }: { title: string; project?: string | undefined }) {
  const { t } = useTranslation();
  const known = useSchema()?.functions.some((fn) => fn.reports.some((r) => r.name === 'knowledge.suggest')) ?? false;
  const [about, setAbout] = useState('');
  useEffect(() => {
    const waiting = setTimeout(() => setAbout(title.trim()), pause);
    return () => clearTimeout(waiting);
  }, [title]);
  const report = useReport('knowledge.suggest', { about, ...(project ? { project } : {}) }, known && about.length >= letters);
  const rows = about.length >= letters ? (report.data?.rows ?? []).slice(0, shown) : [];
  if (rows.length === 0) return null;
  return (
    <div className="field-help alike" role="status">
      <p>{t('register.alike')}</p>
      <ul>{rows.map((row) => <li key={String(row['found'])}><To to={recordPath(String(row['record']), String(row['found']))}>{String(row['title'])}</To></li>)}</ul>
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { textOf, useWaiting } from '../approval/api';
import { useLabel, useSchema } from '../api/schema';
import { formatDay, todayMinutes } from '../format/date';
import { Card, Skeleton } from '../ui/parts';
import { To } from '../ui/To';

/** Decisions that wait for me, the most urgent first; answered in the inbox. */
export function Waiting() {
  const { t } = useTranslation();
  const label = useLabel();
  const schema = useSchema();
  const list = useWaiting(6);
  const today = formatDay(todayMinutes());
  if (!schema?.records.has('decision_step') || list.isError) return null;
  const rows = list.data?.items ?? [];
  return (
    <Card title={<To to="/work" className="card-link">{t('home.decisions')}</To>} extra={list.data?.total ?? undefined} className="waiting">
      {!list.data ? <Skeleton rows={3} /> : rows.length === 0 ? <p className="card-none">{t('approval.noneWaiting')}</p> : (
        <ul className="items">
          {rows.map((row) => {
            const due = textOf(row, 'due').slice(0, 10);
            return (
              <li key={row.id}>
                <To to={`/work?task=${row.id}`} className="item-title">{textOf(row, 'title')}</To>
                <span className="item-facts">{label(schema.records.get(textOf(row, 'record'))?.labels)}</span>
                {due && <time className={due < today ? 'item-late' : 'item-when'}>{due}</time>}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}

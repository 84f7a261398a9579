import { useTranslation } from 'react-i18next';
import { recordPath } from '../app/paths';
import { formatMoment } from '../format/date';
import { Card, Skeleton } from '../ui/parts';
import { To } from '../ui/To';
import { textOf, useMyRequests } from './api';
import { Withdraw } from './Withdraw';
import './approval.css';

/** Approvals I asked for that still run. */
export function MyRequests({ most = 12 }: { most?: number }) {
  const { t } = useTranslation();
  const list = useMyRequests();
  const rows = list.data?.items ?? [];
  if (list.isError) return null;
  return (
    <Card title={t('approval.mine')} extra={list.data?.total ?? undefined} className="requests">
      {list.isPending ? <Skeleton rows={2} /> : rows.length === 0 ? <p className="card-none">{t('approval.noneMine')}</p> : (
        <ul className="items">
          {rows.slice(0, most).map((row) => (
            <li key={row.id} data-approval={row.id}>
              <span className="item-title"><To to={recordPath(textOf(row, 'record'), textOf(row, 'record_id'))}>{textOf(row, 'title')}</To></span>
              <span className="item-facts">{t('approval.stageOf', { stage: Number(row['stage'] ?? 0) + 1, count: Number(row['stage_count'] ?? 1) })}</span>
              <time className="item-when">{formatMoment(row.created_at).slice(0, 10)}</time>
              <Withdraw approval={row} />
            </li>
          ))}
        </ul>
      )}
      {rows.length > most && <p className="card-none">{t('report.moreRows', { count: (list.data?.total ?? rows.length) - most })}</p>}
    </Card>
  );
}

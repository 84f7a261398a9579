import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call, get } from '../api/client';
import { formatMoment } from '../format/date';
import { Card, Failed, Skeleton } from '../ui/parts';
import { showToast } from '../ui/toast';
import './account.css';
import { deviceName } from './device';

interface OpenSession { id: string; device: string; address: string; created_at: string; last_seen_at: string; expires_at: string; current: boolean }

const key = ['sessions'];

/** Where this account is signed in; one or all others can be ended. */
export function Sessions() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: key, queryFn: () => get<{ items: OpenSession[] }>('/sessions'), retry: false });
  const end = useMutation({
    mutationFn: (id: string | null) => call<void>('DELETE', id ? `/sessions/${id}` : '/sessions'),
    onSuccess: () => { showToast(t('account.ended')); void client.invalidateQueries({ queryKey: key }); },
    onError: (error) => showToast(error.message, { tone: 'error' }),
  });
  const items = sessions.data?.items ?? [];
  return (
    <Card title={t('account.sessions')} extra={items.length > 1 && <button type="button" className="btn" disabled={end.isPending} onClick={() => end.mutate(null)}>{t('account.endOthers')}</button>}>
      <p className="field-help account-lead">{t('account.sessionsLead')}</p>
      {sessions.isPending ? <Skeleton rows={4} /> : sessions.isError ? <Failed error={sessions.error} retry={() => void sessions.refetch()} /> : (
        <div className="table-wrap">
            <table className="table">
              <thead><tr><th scope="col">{t('account.device')}</th><th scope="col">{t('account.address')}</th><th scope="col">{t('account.since')}</th><th scope="col">{t('account.seen')}</th><th scope="col">{t('account.until')}</th><th scope="col"><span className="visually-hidden">{t('account.end')}</span></th></tr></thead>
              <tbody>{items.map((one) => (
                <tr key={one.id}>
                  <td title={one.device}>{deviceName(one.device) || t('account.unknownDevice')}{one.current && <> <span className="chip chip-initial">{t('account.current')}</span></>}</td>
                  <td>{one.address}</td><td>{formatMoment(one.created_at)}</td><td>{formatMoment(one.last_seen_at)}</td><td>{formatMoment(one.expires_at)}</td>
                  <td>{!one.current && <button type="button" className="btn btn-link" disabled={end.isPending} onClick={() => end.mutate(one.id)}>{t('account.end')}</button>}</td>
                </tr>
              ))}</tbody>
            </table>
        </div>
      )}
    </Card>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call, post } from '../api/client';
import { quote, useShortList } from '../api/records';
import { useSession } from '../api/session';
import type { RecordType, Row } from '../api/types';
import { Icon } from '../ui/icons';
import { showToast } from '../ui/toast';

export function WatchButton({ type, row }: { type: RecordType; row: Row }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { session } = useSession();
  const list = useShortList('watchers', { filter: `record = ${quote(type.name)} and record_id = ${quote(row.id)}`, limit: 100 });
  const me = list.data?.items.find((w) => [session?.user.id, session?.user.person].includes(String(w['watcher'] ?? w['principal'] ?? w['user'] ?? w['person'] ?? w['owner'] ?? '')));
  if (list.isError) return null;
  const toggle = async () => {
    try {
      if (me) await call('DELETE', `/watchers/${me.id}`, { version: me.version });
      else await post('/watchers', { record: type.name, record_id: row.id });
      await client.invalidateQueries({ queryKey: ['list', 'watchers'] });
    } catch (error) {
      showToast(error instanceof Error ? error.message : String(error), { tone: 'error' });
    }
  };
  return <button type="button" className="btn btn-icon" aria-pressed={Boolean(me)} aria-label={t('record.watch')} title={me ? t('record.unwatch') : t('record.watch')} onClick={() => void toggle()}><Icon name="bell" /></button>;
}

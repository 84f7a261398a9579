import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useShortList } from '../api/records';
import { useLabel, useSchema } from '../api/schema';
import { may, useSession } from '../api/session';
import type { RecordType } from '../api/types';
import { Skeleton } from '../ui/parts';
import { To } from '../ui/To';
import '../project/project.css';

/** What an administrator keeps: accounts, roles, channels; no project is theirs to see. */
export function AdminHome() {
  const { t } = useTranslation();
  const schema = useSchema();
  const { session } = useSession();
  if (!schema) return <Skeleton rows={4} />;
  const kept = [...schema.records.values()].filter((type) => type.fields.length > 0 && may(session, type.name, 'read') && !['session', 'token'].includes(type.name));
  return (
    <div className="home">
      <div className="figures">{kept.map((type) => <Kept key={type.name} type={type} />)}</div>
      <p className="page-sub">{t('home.administers')} <To to="/guide/roles/administrators">{t('guide.title')}</To></p>
    </div>
  );
}

function Kept({ type }: { type: RecordType }) {
  const label = useLabel();
  const list = useShortList(type.plural, { limit: 1 });
  return <Link to={`/records/${type.name}` as '/'} className="figure"><span>{label(type.labels)}</span><strong>{list.data?.total ?? '–'}</strong></Link>;
}

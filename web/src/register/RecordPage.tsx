import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '../api/records';
import { useLabel, useSchema } from '../api/schema';
import { remember } from '../app/Palette';
import { Empty, Failed, Skeleton } from '../ui/parts';
import { RecordView } from './RecordView';
import { titleOfRow } from './title';
import './register.css';

export default function RecordPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const { record, id } = useParams({ strict: false }) as { record: string; id: string };
  const schema = useSchema();
  const type = schema?.records.get(record);
  const row = useRecord(type, id);
  useEffect(() => { if (row.data && type) remember({ to: `/records/${record}/${id}`, title: titleOfRow(row.data, type), detail: row.data.number ?? '' }); }, [row.data, type, record, id]);
  if (schema && !type) return <Empty title={t('register.unknown')}>{record}</Empty>;
  if (row.isError) return <Failed error={row.error} />;
  if (!type || !row.data) return <Skeleton />;
  return (
    <div className="page record-page">
      <header className="page-head"><div><p className="panel-kind"><Link to="/records/$record" params={{ record }}>{label(type.labels)}</Link> {row.data.number}</p><h1>{titleOfRow(row.data, type)}</h1></div></header>
      <div className="card"><RecordView type={type} row={row.data} removed={() => void navigate({ to: '/records/$record', params: { record } })} /></div>
    </div>
  );
}

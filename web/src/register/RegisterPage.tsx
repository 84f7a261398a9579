import { useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabel, useSchema } from '../api/schema';
import { RiskMatrix } from '../functions/risk/RiskMatrix';
import { Empty, Skeleton } from '../ui/parts';
import { Register } from './Register';

export default function RegisterPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { record } = useParams({ strict: false }) as { record: string };
  const schema = useSchema();
  const search = useSearch({ strict: false }) as { open?: string };
  if (!schema) return <Skeleton rows={10} />;
  const type = schema.records.get(record);
  if (!type) return <Empty title={t('register.unknown')}>{record}</Empty>;
  const fn = schema.functions.find((f) => f.name === type.function);
  return (
    <div className="page page-tall">
      <header className="page-head"><h1>{label(type.labels)}</h1><span className="register-function">{label(fn?.labels)}</span></header>
      {type.name === 'risk' && !search.open && <RiskMatrix type={type} />}
      <Register key={type.name} type={type} />
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { useHistory } from '../api/records';
import { fieldOf } from '../api/schema';
import type { RecordType, Row } from '../api/types';
import { formatMoment } from '../format/date';
import { Failed, Skeleton } from '../ui/parts';
import { useReader } from './useReader';
import { valueText } from './value';

export function History({ type, row }: { type: RecordType; row: Row }) {
  const { t } = useTranslation();
  const reader = useReader();
  const history = useHistory(type, row.id);
  if (history.isPending) return <Skeleton rows={3} />;
  if (history.isError) return <Failed error={history.error} />;
  const stepLabel = (command: string) => { const name = command.split('.').pop() ?? command; const step = type.steps.find((s) => s.name === name); return step ? reader.label(step.labels) : t(`record.command.${name}`, { defaultValue: name }); };
  return (
    <ol className="history">
      {history.data.items.map((item, k) => (
        <li key={`${item.tx}.${k}`}>
          <p><strong>{item.name || item.principal}</strong> {stepLabel(item.command)} <time>{formatMoment(item.moment)}</time></p>
          <ul>{(item.changes ?? []).map((c) => {
            const field = c.field === 'state' ? undefined : fieldOf(type, c.field);
            const text = (v: unknown) => (c.field === 'state' ? reader.label(type.states.find((s) => s.name === v)?.labels) || String(v ?? '') : valueText(field, v, reader, row));
            return <li key={c.field}>{c.field === 'state' ? t('register.state') : field ? reader.label(field.labels) : c.field}: {c.before !== null && c.before !== undefined && <del>{text(c.before)}</del>} {text(c.after) || t('common.none')}</li>;
          })}</ul>
        </li>
      ))}
    </ol>
  );
}

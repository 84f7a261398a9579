import { useTranslation } from 'react-i18next';
import { useRecord } from '../api/records';
import { useSchema } from '../api/schema';
import type { RecordType, Row } from '../api/types';
import { DocumentView } from '../register/DocumentView';
import { useReader } from '../register/useReader';
import { valueText } from '../register/value';
import { textOf } from './api';

/** What stood in the record when it was submitted, frozen with its digest: this is what is decided on. */
export function Evidence({ approval }: { approval: Row }) {
  const { t } = useTranslation();
  const reader = useReader();
  const type = useSchema()?.records.get(textOf(approval, 'record'));
  const subject = useRecord(type, textOf(approval, 'record_id'));
  const shown = Object.entries((approval['shown'] ?? {}) as Record<string, unknown>);
  const inputs = Object.entries((approval['inputs'] ?? {}) as Record<string, unknown>);
  const digest = textOf(approval, 'evidence');
  const inputField = (name: string) => type?.fields.find((f) => f.name === name);
  return (
    <div className="evidence">
      <dl className="evidence-list">
        {shown.filter(([name]) => fieldNamed(type, name)?.name !== 'evidence').map(([name, value]) => <div key={name} className={String(value).length > 60 && fieldNamed(type, name)?.kind !== 'json' ? 'evidence-long' : ''}><dt>{headOf(type, name, reader.label)}</dt><dd>{fieldNamed(type, name)?.kind === 'json' ? <DocumentView value={parsed(value)} people={false} /> : said(type, name, value, subject.data, reader)}</dd></div>)}
        {inputs.map(([name, value]) => <div key={name}><dt>{reader.label(inputField(name)?.labels) || name}</dt><dd>{valueText(inputField(name), value, reader, subject.data)}</dd></div>)}
      </dl>
      {shown.length === 0 && <p className="field-help">{t('approval.nothingShown')}</p>}
      {digest && <p className="field-help" title={digest}>{t('approval.digest', { digest: digest.slice(0, 12) })}</p>}
    </div>
  );
}

/** Documents are kept as their text. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try { return JSON.parse(value); } catch { return value; }
}

const fieldNamed = (type: RecordType | undefined, name: string) => type?.fields.find((f) => f.labels.zh === name || f.labels.en === name);

function headOf(type: RecordType | undefined, name: string, label: ReturnType<typeof useReader>['label']): string {
  const field = fieldNamed(type, name);
  return field ? label(field.labels) : name;
}

/** Names are kept by their ids: the record says whom an id means, as long as it still stands there. */
function said(type: RecordType | undefined, name: string, value: unknown, row: Row | undefined, reader: ReturnType<typeof useReader>): string {
  const field = fieldNamed(type, name);
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  if (field && ['number', 'integer', 'percent'].includes(field.kind) && Number.isFinite(Number(value))) return valueText(field, Number(value), reader);
  const money = field?.kind === 'money' ? /^(-?[\d.]+) ([A-Z]{3})$/.exec(String(value)) : null;
  if (money) return valueText(field, { minor: Math.round(Number(money[1]) * 100), currency: money[2]! }, reader);
  if (field?.kind === 'link' && row?.[field.name] === value) return row?.titles?.[field.name] ?? String(value);
  const choice = field?.choices?.find((c) => c.value === value || c.labels.zh === value || c.labels.en === value);
  return choice ? reader.label(choice.labels) : String(value ?? '');
}

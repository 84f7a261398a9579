import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isPeople, writable } from '../api/fields';
import { useLabel } from '../api/schema';
import type { Field, RecordType, Row } from '../api/types';
import { recordPath } from '../app/paths';
import { formatMoment } from '../format/date';
import { Rag, ragOf } from '../ui/rag';
import { CellEdit } from './CellEdit';
import { ScopeName } from './ScopeName';
import { useReader } from './useReader';
import { DocumentView } from './DocumentView';
import { valueText } from './value';

/** Every field of a record; a click or Enter on a value edits it in place. */
export function RecordFields({ type, row }: { type: RecordType; row: Row }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [editing, setEditing] = useState<string | null>(null);
  const mayUpdate = row.allowed ? row.allowed.includes('update') : true;
  const groups = new Map<string, Field[]>();
  for (const field of type.fields) groups.set(field.group ?? '', [...(groups.get(field.group ?? '') ?? []), field]);
  const root = useRef<HTMLDivElement>(null);
  return (
    <div className="record-fields" ref={root}>
      {[...groups].map(([group, fields]) => (
        <dl key={group} className="facts">
          {fields.map((field) => (
            <div key={field.name} className={field.multiline ? 'fact-tall' : ''}>
              <dt>{label(field.labels)}{field.required && <span className="field-required"> *</span>}</dt>
              <dd>
                {editing === field.name ? <CellEdit type={type} row={row} field={field} done={() => { setEditing(null); requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(`[data-field="${field.name}"]`)?.focus()); }} />
                  : <Value row={row} field={field} edit={mayUpdate && writable(field) ? () => setEditing(field.name) : undefined} />}
              </dd>
            </div>
          ))}
        </dl>
      ))}
      <p className="record-times">{row.created_at && t('record.created', { when: formatMoment(row.created_at) })} · {row.updated_at && t('record.updated', { when: formatMoment(row.updated_at) })} · {t('plan.version', { version: row.version })}</p>
    </div>
  );
}

function Value({ row, field, edit }: { row: Row; field: Field; edit: (() => void) | undefined }) {
  const { t } = useTranslation();
  const reader = useReader();
  const value = row[field.name];
  const text = valueText(field, value, reader, row);
  if ((field.name === 'rag' || field.name === 'health') && value) return <Rag value={ragOf(value)} />;
  const document = field.kind === 'json' && value ? <DocumentView value={value} people={isPeople(field)} /> : null;
  if (document && !edit) return document;
  const beside = isPeople(field) ? null : document;
  const target = field.target === '*' ? (typeof row['record'] === 'string' && field.name === 'record_id' ? row['record'] : undefined) : field.target;
  if (field.kind === 'link' && field.target === '*' && value && !edit && text === value) return <ScopeName id={String(value)} />;
  const shown = field.target === '*' && text === value && value ? <ScopeName id={String(value)} /> : text;
  const link = field.kind === 'link' && value && target ? <Link to={recordPath(target, String(value)) as '/'}>{text}</Link> : null;
  if (!edit) return link ?? <span className={text ? '' : 'fact-none'}>{text || '—'}</span>;
  return (
    <span className="fact-edit">
      {link ?? beside}
      <button type="button" data-field={field.name} className="fact-button" aria-label={`${t('record.edit')} ${reader.label(field.labels)}`} onClick={edit}>{link ?? beside ? t('record.change') : document ?? (shown || <span className="fact-none">{t('record.add')}</span>)}</button>
    </span>
  );
}

import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { besides } from '../api/codes';
import { useSchema } from '../api/schema';
import type { Field, RecordType, Row } from '../api/types';
import { FieldEditor } from './FieldEditor';
import { useSave } from './useSave';

/** Edits one field in place: leaving it saves, Esc takes it back, a refusal stays beside it. */
export function CellEdit({ type, row, field, done }: { type: RecordType; row: Row; field: Field; done: () => void }) {
  const { t } = useTranslation();
  const save = useSave(type);
  const records = useSchema()?.records;
  const value = useRef<unknown>(row[field.name]);
  const [refused, setRefused] = useState('');
  const root = useRef<HTMLDivElement>(null);
  const finished = useRef(false);
  const finish = async () => {
    if (finished.current) return;
    if (value.current === undefined) { setRefused(t('register.unreadable')); return; }
    if (JSON.stringify(value.current ?? null) === JSON.stringify(row[field.name] ?? null)) { finished.current = true; done(); return; }
    finished.current = true;
    const answer = await save.run(row, { [field.name]: value.current });
    if (answer.ok) done();
    else { finished.current = false; setRefused(answer.message(field.name)); }
  };
  return (
    <div ref={root} className="cell-edit" onClick={(e) => e.stopPropagation()} onDoubleClick={(e) => e.stopPropagation()}
      onKeyDown={(e) => {
        e.stopPropagation();
        if (e.key === 'Escape') { finished.current = true; done(); }
        if (e.key === 'Enter' && !(e.target instanceof HTMLTextAreaElement && e.shiftKey)) { e.preventDefault(); void finish(); }
      }}
      onBlur={(e) => { if (!root.current?.contains(e.relatedTarget as Node | null) && !(e.relatedTarget as HTMLElement | null)?.closest('.ant-select-dropdown, .ant-picker-dropdown')) void finish(); }}>
      <FieldEditor id={`edit-${row.id}-${field.name}`} field={besides({ ...field, multiline: false }, row, records)} value={row[field.name]} title={row.titles?.[field.name]} autoFocus invalid={refused !== ''} onChange={(next) => { value.current = next; }} onDone={() => void finish()} />
      {refused && <span className="cell-refusal" role="alert">{refused}</span>}
      {save.dialog}
    </div>
  );
}

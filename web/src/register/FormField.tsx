import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel } from '../api/schema';
import type { Field } from '../api/types';
import { FieldEditor } from './FieldEditor';
import { inBrackets } from './value';

export function FormField({ field, value, title, empty, refused, autoFocus, onChange }: { field: Field; value: unknown; title?: string | undefined; empty?: string | undefined; refused: string; autoFocus?: boolean; onChange: (value: unknown) => void }) {
  const { t, i18n } = useTranslation();
  const label = useLabel();
  const id = useId();
  const note = `${id}-note`;
  const help = label(field.help);
  return (
    <div className={`field${field.kind === 'boolean' ? ' field-inline' : ''}`}>
      <label className="field-label" htmlFor={id}>{label(field.labels)}{inBrackets(field.kind === 'percent' ? '%' : field.unit ?? '', i18n.language)}{field.required && <span className="field-required" title={t('common.required')}> *</span>}</label>
      <FieldEditor id={id} field={field} value={value} title={title} empty={empty} invalid={refused !== ''} describedBy={refused || help ? note : undefined} autoFocus={autoFocus ?? false} onChange={onChange} />
      {refused ? <p id={note} className="field-error" role="alert">{refused}</p> : help ? <p id={note} className="field-help">{help}</p> : null}
    </div>
  );
}

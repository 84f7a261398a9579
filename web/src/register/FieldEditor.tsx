import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isPeople } from '../api/fields';
import { useLabel } from '../api/schema';
import type { Field, Labels } from '../api/types';
import { formatMoment } from '../format/date';
import { editText, readValue } from './value';

const DateInput = lazy(() => import('./DateInput'));
const LinkInput = lazy(() => import('./LinkInput'));
const AnyInput = lazy(() => import('./AnyInput'));
const PeopleInput = lazy(() => import('./PeopleInput'));
const StagesInput = lazy(() => import('../approval/StagesInput'));

interface Props {
  field: Field; value: unknown; id: string; invalid?: boolean; autoFocus?: boolean; describedBy?: string | undefined;
  /** Title of a linked record, shown before it is looked up. */
  title?: string | undefined;
  /** What no value means, where it means something. */
  empty?: string | undefined;
  /** undefined: what was typed cannot be read. */
  onChange: (value: unknown) => void;
  onDone?: (() => void) | undefined;
}

/** One editor for each kind of field; forms, panels, step dialogs and grid cells all use it. */
export function FieldEditor(props: Props) {
  const { field, value, id, invalid, autoFocus, describedBy, onChange, onDone } = props;
  const { t } = useTranslation();
  const label = useLabel();
  const common = { id, 'aria-invalid': invalid || undefined, 'aria-describedby': describedBy, autoFocus };
  if (field.kind === 'choice') return (
    <select className="select" {...common} value={String(value ?? '')} onChange={(e) => { onChange(e.target.value || null); onDone?.(); }}>
      {(!field.required || !value) && <option value="">{t('common.none')}</option>}
      {field.choices?.map((c) => <option key={c.value} value={c.value}>{label(c.labels)}</option>)}
    </select>
  );
  if (field.format === 'choices') return <SomeOf {...props} />;
  if (field.kind === 'boolean') return <input type="checkbox" className="check" {...common} checked={Boolean(value)} onChange={(e) => { onChange(e.target.checked); onDone?.(); }} />;
  if (field.kind === 'date') return <Suspense fallback={<input className="input" id={id} disabled />}><DateInput {...props} /></Suspense>;
  if (field.kind === 'link') return <Suspense fallback={<input className="input" id={id} disabled />}>{field.target === '*' ? <AnyInput {...props} /> : <LinkInput {...props} />}</Suspense>;
  if (isPeople(field)) return <Suspense fallback={<input className="input" id={id} disabled />}><PeopleInput {...props} /></Suspense>;
  if (field.kind === 'json' && field.name === 'stages') return <Suspense fallback={<textarea className="textarea" id={id} disabled />}><StagesInput {...props} /></Suspense>;
  if (field.kind === 'json') return <DocumentInput {...props} />;
  if (field.kind === 'moment') return <input className="input" type="datetime-local" {...common} defaultValue={localMoment(value)} onChange={(e) => onChange(e.target.value ? new Date(e.target.value).toISOString().replace(/\.\d+Z$/, 'Z') : null)} />;
  if (field.kind === 'text2') return <TwoTexts value={(value ?? { zh: '', en: '' }) as Labels} id={id} onChange={onChange} autoFocus={autoFocus ?? false} />;
  return <TextInput {...props} />;
}

/** Several of the choices; the value joins them with commas. */
function SomeOf({ field, value, id, onChange }: Props) {
  const label = useLabel();
  const [chosen, setChosen] = useState(() => String(value ?? '').split(',').map((one) => one.trim()).filter(Boolean));
  const toggle = (name: string, on: boolean) => {
    const next = (field.choices ?? []).map((c) => c.value).filter((one) => (one === name ? on : chosen.includes(one)));
    setChosen(next);
    onChange(next.length > 0 ? next.join(',') : null);
  };
  return (
    <div id={id} role="group" aria-label={label(field.labels)} className="some-of">
      {field.choices?.map((c) => <label key={c.value}><input type="checkbox" className="check" checked={chosen.includes(c.value)} onChange={(e) => toggle(c.value, e.target.checked)} /> {label(c.labels)}</label>)}
    </div>
  );
}

function TextInput({ field, value, id, invalid, autoFocus, describedBy, onChange }: Props) {
  const [text, setText] = useState(() => editText(field, value));
  const change = (next: string) => { setText(next); onChange(readValue(field, next, value)); };
  const common = { id, 'aria-invalid': invalid || undefined, 'aria-describedby': describedBy, autoFocus, value: text };
  if (field.multiline) return <textarea className="textarea" rows={3} {...common} onChange={(e) => change(e.target.value)} />;
  return <input className="input" type="text" inputMode={field.kind === 'text' ? 'text' : 'decimal'} placeholder={field.kind === 'minutes' ? '2 d, 4 h, 30 min' : undefined} {...common} onChange={(e) => change(e.target.value)} />;
}

/** A moment of the server on the reader's own clock, as the platform's input wants it. */
function localMoment(value: unknown): string {
  const text = typeof value === 'string' ? formatMoment(value) : '';
  return text.replace(' ', 'T');
}

/** A document: a list with one entry on each line, or JSON for whom that is not enough. */
function DocumentInput({ value, id, invalid, autoFocus, describedBy, onChange }: Props) {
  const [text, setText] = useState(() => (value === null || value === undefined ? '' : Array.isArray(value) && value.every((v) => typeof v === 'string') ? value.join('\n') : JSON.stringify(value, null, 2)));
  const change = (next: string) => {
    setText(next);
    const trimmed = next.trim();
    if (!/^[[{]/.test(trimmed)) { onChange(trimmed ? trimmed.split('\n').map((line) => line.trim()).filter(Boolean) : null); return; }
    try { onChange(JSON.parse(trimmed)); } catch { onChange(undefined); }
  };
  return <textarea className="textarea" rows={4} spellCheck={false} id={id} aria-invalid={invalid || undefined} aria-describedby={describedBy} autoFocus={autoFocus} value={text} onChange={(e) => change(e.target.value)} />;
}

function TwoTexts({ value, id, onChange, autoFocus }: { value: Labels; id: string; onChange: (value: unknown) => void; autoFocus: boolean }) {
  const [texts, setTexts] = useState<Labels>({ zh: value.zh ?? '', en: value.en ?? '' });
  const change = (next: Labels) => { setTexts(next); onChange(next); };
  return (
    <span className="two-texts">
      <input className="input" id={id} lang="zh-CN" aria-label="中文" placeholder="中文" autoFocus={autoFocus} value={texts.zh} onChange={(e) => change({ ...texts, zh: e.target.value })} />
      <input className="input" lang="en" aria-label="English" placeholder="English" value={texts.en} onChange={(e) => change({ ...texts, en: e.target.value })} />
    </span>
  );
}

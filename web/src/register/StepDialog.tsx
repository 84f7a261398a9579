import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { writable } from '../api/fields';
import { ApiError } from '../api/client';
import { fieldOf, useLabel } from '../api/schema';
import type { Field, Labels, RecordType, Row } from '../api/types';
import { Dialog } from '../ui/dialog';
import { FormField } from './FormField';
import { sentence } from './useSave';

/** A lifecycle step or an action of a record, with what is asked along with it. */
export interface Verb { name: string; labels: Labels; inputs: (string | Field)[]; approval: boolean; step: boolean }

interface Props { type: RecordType; row: Row; verb: Verb; title: string; run: (verb: Verb, inputs: Record<string, unknown>) => Promise<unknown>; close: () => void }

export function StepDialog({ type, row, verb, title, run, close }: Props) {
  const { t } = useTranslation();
  const label = useLabel();
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [error, setError] = useState<unknown>(null);
  const fields = verb.inputs.map((input): Field => (typeof input === 'string' ? fieldOf(type, input) ?? { name: input, kind: 'text', labels: { zh: input, en: input } } : input)).filter(writable);
  const current = (name: string) => (name in values ? values[name] : row[name]);
  const messageOf = (name: string) => (error instanceof ApiError ? (error.problem.errors ?? []).filter((e) => (e.pointer ?? '').split('/').pop() === name).map((e) => `${e.message ?? ''}${e.code ? ` (${e.code})` : ''}`).join(' ') : '');
  const elsewhere = error !== null && !fields.some((f) => messageOf(f.name));
  const send = async () => {
    const bad = fields.find((f) => f.name in values && values[f.name] === undefined);
    if (bad) { setError(new ApiError(422, { errors: [{ pointer: `/${bad.name}`, message: t('register.unreadable') }] })); return; }
    setError(null);
    const failed = await run(verb, Object.fromEntries(fields.map((f) => [f.name, current(f.name) ?? null]).filter(([, v]) => v !== null)));
    if (failed) setError(failed);
  };
  return (
    <Dialog title={title} onClose={close} width={500} footer={<><button type="button" className="btn" onClick={close}>{t('common.cancel')}</button><button type="button" className="btn btn-primary" onClick={() => void send()}>{verb.approval ? t('approval.submitShort') : label(verb.labels)}</button></>}>
      {fields.map((field, k) => <FormField key={field.name} field={field} value={current(field.name)} title={row.titles?.[field.name]} autoFocus={k === 0} refused={messageOf(field.name)} onChange={(value) => setValues((old) => ({ ...old, [field.name]: value }))} />)}
      {elsewhere && <p className="field-error" role="alert">{sentence(error, '')}</p>}
    </Dialog>
  );
}

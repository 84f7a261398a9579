import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call } from '../api/client';
import { undo, useStep } from '../api/records';
import { fieldOf, useLabel, useSchema } from '../api/schema';
import type { Field, RecordType, Row, Step } from '../api/types';
import { Dialog } from '../ui/dialog';
import { Menu } from '../ui/menu';
import { StateChip } from '../ui/parts';
import { showToast } from '../ui/toast';
import { FormField } from './FormField';
import { sentence } from './useSave';

/** Where the record stands and what can be done next; a refused step says why instead of hiding. */
export function Steps({ type, row, removed, extra }: { type: RecordType; row: Row; removed: () => void; extra: ReactNode }) {
  const { t } = useTranslation();
  const label = useLabel();
  const client = useQueryClient();
  const step = useStep(type);
  const [asking, setAsking] = useState<Step | null>(null);
  const [why, setWhy] = useState<{ step: Step; reasons: { code: string; message: string }[] } | null>(null);
  const [deleting, setDeleting] = useState(false);
  const here = type.steps.filter((s) => s.from.length === 0 || s.from.includes(row.state ?? ''));
  const refusalOf = (s: Step) => row.refused?.[s.name] ?? (row.allowed && !row.allowed.includes(s.name) ? [{ code: 'permission', message: t('record.notPermitted') }] : null);
  const run = async (s: Step, inputs: Record<string, unknown>): Promise<unknown> => {
    try {
      const written = await step.mutateAsync({ row, step: s.name, inputs });
      setAsking(null);
      showToast(t('record.stepDone', { step: label(s.labels), state: label(type.states.find((x) => x.name === written.record.state)?.labels) }), written.tx ? { action: { label: t('common.undo'), run: () => void undo(client, written.tx!).catch((e: Error) => showToast(e.message, { tone: 'error' })) } } : {});
      return null;
    } catch (error) {
      if (error instanceof ApiError && error.status === 412) { void client.invalidateQueries({ queryKey: ['record', type.name, row.id] }); showToast(t('record.stale'), { tone: 'error' }); return null; }
      return error;
    }
  };
  const press = async (s: Step) => {
    const reasons = refusalOf(s);
    if (reasons) { setWhy({ step: s, reasons }); return; }
    if (s.inputs?.length) { setAsking(s); return; }
    const error = await run(s, {});
    if (error instanceof ApiError) setWhy({ step: s, reasons: error.problem.errors?.length ? error.problem.errors.map((e) => ({ code: e.code ?? '', message: e.message ?? '' })) : [{ code: error.problem.code ?? '', message: error.message }] });
  };
  const remove = async () => {
    try {
      const answer = await call<{ tx?: string } | undefined>('DELETE', `/${type.plural}/${row.id}`, { version: row.version });
      void client.invalidateQueries({ queryKey: ['list', type.plural] });
      removed();
      showToast(t('record.deleted'), answer?.tx ? { action: { label: t('common.undo'), run: () => void undo(client, answer.tx!) } } : {});
    } catch (error) {
      showToast(sentence(error, ''), { tone: 'error' });
    }
    setDeleting(false);
  };
  return (
    <div className="steps">
      {type.states.length > 0 && <StateChip state={row.state} states={type.states} />}
      {here.map((s, k) => <button key={s.name} type="button" className={`btn${k === 0 && !refusalOf(s) ? ' btn-primary' : ''}`} aria-disabled={refusalOf(s) ? true : undefined} disabled={step.isPending} onClick={() => void press(s)}>{label(s.labels)}</button>)}
      <span className="plan-gap" />
      {extra}
      {(row.allowed?.includes('delete') ?? false) && <Menu label={t('common.more')} icon="more" align="right" items={[{ key: 'delete', label: t('record.delete'), icon: 'trash', danger: true, onSelect: () => setDeleting(true) }]} />}
      {asking && <StepDialog type={type} row={row} step={asking} run={run} close={() => setAsking(null)} />}
      {why && <Dialog title={t('record.whyNot', { step: label(why.step.labels) })} onClose={() => setWhy(null)} width={460} footer={<button type="button" className="btn btn-primary" onClick={() => setWhy(null)}>{t('common.close')}</button>}><ul className="refusals">{why.reasons.map((r, k) => <li key={k}>{r.message || r.code} {r.code && <code>{r.code}</code>}</li>)}</ul></Dialog>}
      {deleting && <Dialog title={t('record.deleteTitle')} onClose={() => setDeleting(false)} width={420} footer={<><button type="button" className="btn" onClick={() => setDeleting(false)}>{t('common.cancel')}</button><button type="button" className="btn btn-danger" onClick={() => void remove()}>{t('record.delete')}</button></>}><p>{t('record.deleteText')}</p></Dialog>}
    </div>
  );
}

function StepDialog({ type, row, step, run, close }: { type: RecordType; row: Row; step: Step; run: (s: Step, inputs: Record<string, unknown>) => Promise<unknown>; close: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const schema = useSchema();
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [error, setError] = useState<unknown>(null);
  const action = schema?.functions.flatMap((f) => f.actions).find((a) => a.name === `${type.name}.${step.name}`);
  const fields = (step.inputs ?? []).map((input): Field => (typeof input === 'string' ? fieldOf(type, input) ?? action?.inputs.find((f) => f.name === input) ?? { name: input, kind: 'text', labels: { zh: input, en: input } } : (input as unknown as Field)));
  const current = (name: string) => (name in values ? values[name] : row[name]);
  const messageOf = (name: string) => (error instanceof ApiError ? (error.problem.errors ?? []).filter((e) => (e.pointer ?? '').split('/').pop() === name).map((e) => `${e.message ?? ''}${e.code ? ` (${e.code})` : ''}`).join(' ') : '');
  const elsewhere = error !== null && !fields.some((f) => messageOf(f.name));
  const send = async () => {
    setError(null);
    const failed = await run(step, Object.fromEntries(fields.map((f) => [f.name, current(f.name) ?? null]).filter(([, v]) => v !== null)));
    if (failed) setError(failed);
  };
  return (
    <Dialog title={label(step.labels)} onClose={close} width={500} footer={<><button type="button" className="btn" onClick={close}>{t('common.cancel')}</button><button type="button" className="btn btn-primary" onClick={() => void send()}>{label(step.labels)}</button></>}>
      {fields.map((field, k) => <FormField key={field.name} field={field} value={current(field.name)} title={row.titles?.[field.name]} autoFocus={k === 0} refused={messageOf(field.name)} onChange={(value) => setValues((old) => ({ ...old, [field.name]: value }))} />)}
      {elsewhere && <p className="field-error" role="alert">{sentence(error, '')}</p>}
    </Dialog>
  );
}

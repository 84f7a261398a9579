import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call } from '../api/client';
import { undo, useStep } from '../api/records';
import { useLabel, useSchema } from '../api/schema';
import { may, useSession } from '../api/session';
import type { Action, RecordType, Row } from '../api/types';
import { Dialog } from '../ui/dialog';
import { Menu } from '../ui/menu';
import { StateChip } from '../ui/parts';
import { showToast } from '../ui/toast';
import { StepDialog, type Verb } from './StepDialog';
import { OneTimeDialog, type OneTime } from '../account/OneTimeDialog';
import { sentence } from './useSave';

interface Reason { code: string; message: string }
interface Props { type: RecordType; row: Row; removed: () => void; extra: ReactNode }

/** Where the record stands and what can be done next; a refused step says why instead of hiding. */
export function Steps({ type, row, removed, extra }: Props) {
  const { t } = useTranslation();
  const label = useLabel();
  const verbs = useVerbs(type, row);
  const [oneTime, setOneTime] = useState<OneTime | null>(null);
  const { run, busy } = useRun(type, row, setOneTime);
  const [asking, setAsking] = useState<Verb | null>(null);
  const [why, setWhy] = useState<{ verb: Verb; reasons: Reason[] } | null>(null);
  const [deleting, setDeleting] = useState(false);
  const press = async (verb: Verb) => {
    const reasons = refusalOf(row, verb);
    if (reasons) { setWhy({ verb, reasons }); return; }
    if (verb.inputs.length > 0) { setAsking(verb); return; }
    const error = await run(verb, {});
    if (error) setWhy({ verb, reasons: reasonsOf(error) });
  };
  const say = (verb: Verb) => (verb.approval && label(verb.labels) !== t('approval.submitShort') ? t('approval.submit', { step: label(verb.labels) }) : label(verb.labels));
  const main = verbs.findIndex((verb) => !refusalOf(row, verb) && verb.approval) >= 0 ? verbs.findIndex((verb) => !refusalOf(row, verb) && verb.approval) : verbs.findIndex((verb) => !refusalOf(row, verb));
  return (
    <div className="steps">
      {type.states.length > 0 && <StateChip state={row.state} states={type.states} />}
      {verbs.map((verb, k) => <button key={verb.name} type="button" data-step={verb.name} className={`btn${k === main ? ' btn-primary' : ''}`} aria-disabled={refusalOf(row, verb) ? true : undefined} disabled={busy} onClick={() => void press(verb)}>{say(verb)}</button>)}
      <span className="plan-gap" />
      {extra}
      {(row.allowed?.includes('delete') ?? false) && <Menu label={t('common.more')} icon="more" align="right" items={[{ key: 'delete', label: t('record.delete'), icon: 'trash', danger: true, onSelect: () => setDeleting(true) }]} />}
      {asking && <StepDialog type={type} row={row} verb={asking} title={say(asking)} run={async (verb, inputs) => { const error = await run(verb, inputs); if (!error) setAsking(null); return error; }} close={() => setAsking(null)} />}
      {why && <Dialog title={t('record.whyNot', { step: label(why.verb.labels) })} onClose={() => setWhy(null)} width={460} footer={<button type="button" className="btn btn-primary" onClick={() => setWhy(null)}>{t('common.close')}</button>}><ul className="refusals">{why.reasons.map((r, k) => <li key={k}>{r.message || r.code} {r.code && <code>{r.code}</code>}</li>)}</ul></Dialog>}
      {oneTime && <OneTimeDialog secret={oneTime} close={() => setOneTime(null)} />}
      {deleting && <DeleteDialog type={type} row={row} removed={removed} close={() => setDeleting(false)} />}
    </div>
  );
}

/** Services answer their own actions where they are asked; these are not buttons of a record. */
const elsewhere = /^(plan|decision_step|approval)\./;

/** Steps that leave the present state, then the actions of the record. A step the server neither allows nor refuses is its own. */
function useVerbs(type: RecordType, row: Row): Verb[] {
  const schema = useSchema();
  const { session } = useSession();
  const ended = type.states.find((s) => s.name === row.state)?.final ?? false;
  const known = (name: string) => !row.allowed || row.allowed.includes(name) || Boolean(row.refused?.[name]);
  const steps = type.steps.filter((s) => (s.from.length === 0 || s.from.includes(row.state ?? '')) && known(s.name));
  const actions: Action[] = ended ? [] : (schema?.functions.flatMap((f) => f.actions) ?? []).filter((a) => a.record === type.name && !elsewhere.test(a.name) && may(session, type.name, verbOf(a)));
  return [
    ...steps.map((s): Verb => ({ name: s.name, labels: s.labels, inputs: s.inputs ?? [], approval: s.approval ?? false, step: true })),
    ...actions.map((a): Verb => ({ name: verbOf(a), labels: a.labels, inputs: a.inputs, approval: false, step: false })),
  ];
}

const verbOf = (action: Action): string => action.name.split('.').pop() ?? action.name;

function refusalOf(row: Row, verb: Verb): Reason[] | null {
  const refused = row.refused?.[verb.name] as Reason | Reason[] | undefined;
  return refused ? (Array.isArray(refused) ? refused : [refused]) : null;
}

function reasonsOf(error: unknown): Reason[] {
  if (!(error instanceof ApiError)) return [{ code: '', message: String(error) }];
  const list = error.problem.errors ?? [];
  return list.length > 0 ? list.map((e) => ({ code: e.code ?? '', message: e.message ?? '' })) : [{ code: error.problem.code ?? '', message: error.message }];
}

/** Takes a step or carries out an action; answers what refused it. */
function useRun(type: RecordType, row: Row, tell: (secret: OneTime) => void) {
  const { t } = useTranslation();
  const label = useLabel();
  const client = useQueryClient();
  const step = useStep(type);
  const run = async (verb: Verb, inputs: Record<string, unknown>): Promise<unknown> => {
    try {
      const written = await step.mutateAsync({ row, step: verb.name, inputs });
      if (written.result?.approval) {
        for (const list of ['approvals', 'decision-steps']) void client.invalidateQueries({ queryKey: ['list', list] });
        showToast(t('approval.submitted'));
        return null;
      }
      const secret = written.result;
      if (secret?.one_time_password && secret.valid_until) tell({ one_time_password: secret.one_time_password, valid_until: secret.valid_until });
      const state = label(type.states.find((x) => x.name === written.record?.state)?.labels);
      const back = written.tx ? { action: { label: t('common.undo'), run: () => void undo(client, written.tx!).catch((e: Error) => showToast(e.message, { tone: 'error' })) } } : {};
      showToast(verb.step ? t('record.stepDone', { step: label(verb.labels), state }) : t('record.actionDone', { step: label(verb.labels) }), back);
      return null;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) return error;
      void client.invalidateQueries({ queryKey: ['record', type.name, row.id] });
      showToast(t('record.stale'), { tone: 'error' });
      return null;
    }
  };
  return { run, busy: step.isPending };
}

function DeleteDialog({ type, row, removed, close }: { type: RecordType; row: Row; removed: () => void; close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const remove = async () => {
    try {
      const answer = await call<{ tx?: string } | undefined>('DELETE', `/${type.plural}/${row.id}`, { version: row.version });
      void client.invalidateQueries({ queryKey: ['list', type.plural] });
      removed();
      showToast(t('record.deleted'), answer?.tx ? { action: { label: t('common.undo'), run: () => void undo(client, answer.tx!) } } : {});
    } catch (error) {
      showToast(sentence(error, ''), { tone: 'error' });
    }
    close();
  };
  return <Dialog title={t('record.deleteTitle')} onClose={close} width={420} footer={<><button type="button" className="btn" onClick={close}>{t('common.cancel')}</button><button type="button" className="btn btn-danger" onClick={() => void remove()}>{t('record.delete')}</button></>}><p>{t('record.deleteText')}</p></Dialog>;
}

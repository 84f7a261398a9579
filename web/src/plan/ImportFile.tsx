import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, post } from '../api/client';
import { isStopped, uploadLater, type Progress } from '../api/job';
import { may, useSession } from '../api/session';
import type { ImportAnswer } from '../api/types';
import { grouped } from '../format/number';
import { Dialog } from '../ui/dialog';
import { Empty } from '../ui/parts';
import { Working } from '../ui/Working';
import type { PlanModel } from './model';
import { planKey } from './usePlan';

type State = { phase: 'idle' } | { phase: 'sending'; name: string; share: number; work?: Progress; stop: () => void } | { phase: 'done'; name: string; answer: ImportAnswer } | { phase: 'refused'; name: string; error: ApiError | Error };

/** Drop a file anywhere on the page, or choose one: it is sent, read by the server, drawn, and what was lost is said. */
export function useImport(project: string): { choose: () => void; busy: boolean; view: ReactNode } {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [state, setState] = useState<State>({ phase: 'idle' });
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const send = async (file: File) => {
    const stopper = new AbortController();
    const sending = { phase: 'sending' as const, name: file.name, stop: () => stopper.abort() };
    setState({ ...sending, share: 0 });
    try {
      const answer = await uploadLater<ImportAnswer>(`/projects/${project}/plan/import`, file, { name: file.name }, {
        signal: stopper.signal, onSent: (share) => setState({ ...sending, share }), onProgress: (work) => setState({ ...sending, share: 1, work }),
      });
      await client.refetchQueries({ queryKey: planKey(project) });
      setState({ phase: 'done', name: file.name, answer });
    } catch (error) {
      setState(isStopped(error) ? { phase: 'idle' } : { phase: 'refused', name: file.name, error: error as Error });
    }
  };
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => watchDrops(setOver, (file) => void latest.current(file)), []);
  const view = (
    <>
      <input ref={input} type="file" hidden aria-label={t('plan.import')} onChange={(e) => { const file = e.target.files?.[0]; e.target.value = ''; if (file) void send(file); }} />
      {over && <div className="drop-target" aria-hidden="true"><strong>{t('plan.drop')}</strong><span>{t('plan.dropKinds')}</span></div>}
      {state.phase !== 'idle' && <ImportDialog state={state} close={() => setState({ phase: 'idle' })} undo={(tx) => void post(`/transactions/${tx}/undo`).then(() => client.refetchQueries({ queryKey: planKey(project) })).then(() => setState({ phase: 'idle' }))} />}
    </>
  );
  return { choose: () => input.current?.click(), busy: state.phase !== 'idle', view };
}

function watchDrops(setOver: (over: boolean) => void, take: (file: File) => void): () => void {
  const files = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  const over = (event: DragEvent) => { if (files(event)) { event.preventDefault(); setOver(true); } };
  const leave = (event: DragEvent) => { if (!event.relatedTarget) setOver(false); };
  const drop = (event: DragEvent) => {
    if (!files(event)) return;
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer?.files[0];
    if (file) take(file);
  };
  window.addEventListener('dragover', over);
  window.addEventListener('dragleave', leave);
  window.addEventListener('drop', drop);
  return () => { window.removeEventListener('dragover', over); window.removeEventListener('dragleave', leave); window.removeEventListener('drop', drop); };
}

function ImportDialog({ state, close, undo }: { state: Exclude<State, { phase: 'idle' }>; close: () => void; undo: (tx: string) => void }) {
  const { t } = useTranslation();
  if (state.phase === 'sending') {
    const reading = state.share >= 1;
    return (
      <Dialog title={t('plan.importing', { name: state.name })} onClose={state.stop} width={440}>
        <Working progress={{ share: reading ? state.work?.share ?? null : state.share, phase: null }} stop={state.stop} text={reading ? t('plan.reading') : t('plan.sending', { percent: Math.round(state.share * 100) })} />
      </Dialog>
    );
  }
  if (state.phase === 'refused') {
    const { error } = state;
    const list = (error instanceof ApiError ? (error.problem.errors ?? []) : []).filter((e) => e.message !== error.message);
    return (
      <Dialog title={t('plan.importRefused', { name: state.name })} onClose={close} width={520} footer={<button type="button" className="btn btn-primary" onClick={close}>{t('common.close')}</button>}>
        <p role="alert">{error.message}</p>
        <ul className="plan-names">{list.slice(0, 20).map((e, k) => <li key={k}>{e.message ?? e.code} {e.pointer && <code>{e.pointer}</code>}</li>)}</ul>
      </Dialog>
    );
  }
  const { answer } = state;
  // What is kept for the format it came from is not lost: it goes back into the same kind of file.
  const kept = (answer.loss ?? []).filter((l) => /^kept/.test(l.where ?? ''));
  const loss = (answer.loss ?? []).filter((l) => !kept.includes(l));
  return (
    <Dialog title={t('plan.imported', { name: state.name })} onClose={close} width={620}
      footer={<>{answer.tx && <button type="button" className="btn" onClick={() => undo(answer.tx!)}>{t('plan.undoImport')}</button>}<button type="button" className="btn btn-primary" autoFocus onClick={close}>{t('plan.showPlan')}</button></>}>
      <p className="import-counts"><strong>{grouped(answer.activities)}</strong> {t('plan.importActivities')} · <strong>{grouped(answer.links)}</strong> {t('plan.importLinks')} · <strong>{grouped(answer.calendars)}</strong> {t('plan.importCalendars')}</p>
      {loss.length === 0 ? <p>{t('plan.nothingLost')}</p> : (
        <>
          <h3>{t('plan.lossTitle', { count: loss.length })}</h3>
          <LossTable rows={loss} />
        </>
      )}
      {kept.length > 0 && <details className="kept"><summary>{t('plan.kept', { count: kept.length })}</summary><LossTable rows={kept} /></details>}
    </Dialog>
  );
}

function LossTable({ rows }: { rows: ImportAnswer['loss'] }) {
  const { t } = useTranslation();
  return (
    <div className="loss" tabIndex={0} role="region" aria-label={t('plan.lossField')}>
      <table className="table"><thead><tr><th>{t('plan.lossField')}</th><th className="num">{t('plan.lossCount')}</th><th>{t('plan.lossWhere')}</th></tr></thead>
        <tbody>{rows.map((l, k) => <tr key={k}><td>{l.field}</td><td className="num">{grouped(l.count)}</td><td>{l.where ?? ''}</td></tr>)}</tbody></table>
    </div>
  );
}

/** A project whose plan holds nothing, or that has none yet. */
export function EmptyPlan({ project, choose, model }: { project: string; choose: () => void; model: PlanModel | undefined }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { session } = useSession();
  const mayEdit = model ? model.meta.can_edit : may(session, 'plan', 'edit');
  const first = async () => {
    const version = model?.meta.version ?? (await post<{ version: number }>(`/projects/${project}/plan`)).version;
    await post(`/projects/${project}/plan/edits`, { version, edits: [{ add: { name: t('plan.newActivity'), parent: null, after: null, duration: (model?.meta.minutes_per_day ?? 480) * 5, kind: 'task', key: 'new1' } }] });
    await client.refetchQueries({ queryKey: planKey(project) });
  };
  return (
    <Empty title={t('plan.emptyTitle')} action={mayEdit ? <span className="empty-actions"><button type="button" className="btn btn-primary" onClick={choose}>{t('plan.import')}</button><button type="button" className="btn" onClick={() => void first()}>{t('plan.firstActivity')}</button></span> : undefined}>
      {t('plan.emptyText')}
    </Empty>
  );
}

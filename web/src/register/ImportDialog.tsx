import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, fileAddress, newKey, type Problem } from '../api/client';
import { isStopped, uploadLater, type Progress } from '../api/job';
import { useLabel } from '../api/schema';
import type { RecordType } from '../api/types';
import { grouped } from '../format/number';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icons';
import { Working } from '../ui/Working';

interface Tried {
  rows: number; created: number; changed: number; unchanged: number; written: number;
  columns: { column: string; header: string; use: 'field' | 'number' | 'version' | 'computed' | 'unknown' }[];
  errors: { row: number; column: string | null; header: string | null; code: string; message: string }[];
  errors_total: number;
}
type State =
  | { phase: 'choose' }
  | { phase: 'sending'; file: File; share: number; trial: boolean; work?: Progress; stop: () => void }
  | { phase: 'tried'; file: File; key: string; answer: Tried; refused?: string }
  | { phase: 'refused'; name: string; message: string }
  | { phase: 'done'; answer: Tried };

const shownErrors = 200;

/** A file into a register: it is tried first, every error is told by row and column, and only a sound file is written. */
export function ImportDialog({ type, project, close }: { type: RecordType; project: string | undefined; close: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const client = useQueryClient();
  const [state, setState] = useState<State>({ phase: 'choose' });
  const input = useRef<HTMLInputElement>(null);
  const send = async (file: File, key: string, trial: boolean) => {
    const stopper = new AbortController();
    const sending = { phase: 'sending' as const, file, trial, stop: () => stopper.abort() };
    setState({ ...sending, share: 0 });
    try {
      const answer = await uploadLater<Tried>(`/${type.plural}/import`, file, { project, dry_run: trial ? 1 : undefined }, {
        key, signal: stopper.signal, onSent: (share) => setState({ ...sending, share }), onProgress: (work) => setState({ ...sending, share: 1, work }),
      });
      if (!trial) await client.invalidateQueries({ queryKey: ['list', type.plural] });
      setState(trial ? { phase: 'tried', file, key, answer } : { phase: 'done', answer });
    } catch (error) {
      if (isStopped(error)) return setState({ phase: 'choose' });
      const problem: Problem = error instanceof ApiError ? error.problem : {};
      const listed = problem.code === 'import.refused';
      setState(listed ? { phase: 'tried', file, key, answer: problem as unknown as Tried, refused: problem.title ?? '' } : { phase: 'refused', name: file.name, message: (error as Error).message });
    }
  };
  const take = (file: File | undefined) => { if (file) void send(file, newKey(), true); };
  const busy = state.phase === 'sending';
  const choose = <button type="button" className="btn" onClick={() => input.current?.click()}>{t('import.another')}</button>;
  return (
    <Dialog title={t('import.title', { name: label(type.labels) })} onClose={() => { if (!busy) close(); }} width={720} footer={footer()}>
      <input ref={input} type="file" accept=".csv,.xlsx,text/csv" hidden aria-label={t('import.choose')} onChange={(e) => { const file = e.target.files?.[0]; e.target.value = ''; take(file); }} />
      {state.phase === 'choose' && <Choose choose={() => input.current?.click()} take={take} template={fileAddress(`/${type.plural}`, { format: 'xlsx' })} name={`${type.plural}.xlsx`} />}
      {state.phase === 'sending' && (
        <Working progress={{ share: state.share < 1 ? state.share : state.work?.share ?? null, phase: null }} stop={state.stop} text={state.share < 1 ? t('plan.sending', { percent: Math.round(state.share * 100) }) : state.trial ? t('import.checking') : t('import.writing')} />
      )}
      {state.phase === 'refused' && <p role="alert"><strong>{state.name}</strong>: {state.message}</p>}
      {state.phase === 'tried' && <Findings name={state.file.name} answer={state.answer} refused={state.refused} />}
      {state.phase === 'done' && <p role="status" className="import-counts"><Icon name="check" /> {t('import.done', counts(state.answer))}</p>}
    </Dialog>
  );

  function footer() {
    if (state.phase === 'tried') {
      const { file, key, answer } = state;
      const nothing = answer.created + answer.changed === 0;
      return <>{choose}<button type="button" className="btn btn-primary" disabled={answer.errors_total > 0 || nothing} onClick={() => void send(file, key, false)}>{t('import.start', { count: answer.created + answer.changed })}</button></>;
    }
    if (state.phase === 'refused') return choose;
    if (state.phase === 'done') return <button type="button" className="btn btn-primary" autoFocus onClick={close}>{t('common.close')}</button>;
    return undefined;
  }
}

const counts = (answer: Tried) => ({ created: grouped(answer.created), changed: grouped(answer.changed), unchanged: grouped(answer.unchanged), rows: grouped(answer.rows) });

function Choose({ choose, take, template, name }: { choose: () => void; take: (file: File | undefined) => void; template: string; name: string }) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const drag = (on: boolean) => (event: DragEvent) => { event.preventDefault(); setOver(on); };
  return (
    <>
      <button type="button" className={`import-drop${over ? ' import-over' : ''}`} onClick={choose} onDragOver={drag(true)} onDragLeave={drag(false)} onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files[0]); }}>
        <Icon name="upload" size={24} /><strong>{t('import.drop')}</strong><span>{t('import.kinds')}</span>
      </button>
      <p className="field-help">{t('import.rule')} <a href={template} download={name}>{t('import.template')}</a></p>
    </>
  );
}

function Findings({ name, answer, refused }: { name: string; answer: Tried; refused: string | undefined }) {
  const { t } = useTranslation();
  const unknown = answer.columns.filter((c) => c.use === 'unknown' && c.header);
  const computed = answer.columns.filter((c) => c.use === 'computed');
  const list = (columns: Tried['columns']) => columns.map((c) => c.header).join(t('common.listSeparator'));
  return (
    <>
      <p className="import-counts"><strong>{name}</strong>: {t('import.counts', counts(answer))}</p>
      {refused && <p role="alert">{refused}</p>}
      {unknown.length > 0 && <p className="field-help">{t('import.unknownColumns', { list: list(unknown) })}</p>}
      {computed.length > 0 && <p className="field-help">{t('import.computedColumns', { list: list(computed) })}</p>}
      {answer.errors_total === 0 ? <p role="status">{answer.created + answer.changed > 0 ? t('import.sound') : t('import.nothing')}</p> : (
        <>
          <p role="alert" className="import-errors">{t('import.errors', { total: grouped(answer.errors_total) })}</p>
          <div className="loss" tabIndex={0} role="region" aria-label={t('import.errorList')}>
            <table className="table"><thead><tr><th className="num">{t('import.row')}</th><th>{t('import.column')}</th><th>{t('import.message')}</th></tr></thead>
              <tbody>{answer.errors.slice(0, shownErrors).map((e, k) => <tr key={k}><td className="num">{e.row}</td><td>{e.column ? `${e.column} ${e.header ?? ''}` : ''}</td><td title={e.code}>{e.message}</td></tr>)}</tbody></table>
          </div>
          {answer.errors_total > shownErrors && <p className="field-help">{t('import.moreErrors', { count: shownErrors })}</p>}
        </>
      )}
    </>
  );
}

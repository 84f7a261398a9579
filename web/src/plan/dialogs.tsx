import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../api/client';
import { formatDay, parsePlanDate } from '../format/date';
import { Dialog } from '../ui/dialog';
import { showToast } from '../ui/toast';
import type { PlanModel } from './model';

const keyRows: [string, string][] = [
  ['↑ ↓ J K', 'rows'], ['← →', 'cells'], ['Enter F2', 'edit'], ['Tab', 'nextCell'], ['Alt + ← →', 'shift'], ['Shift + Alt + ← →', 'lengthen'],
  ['Alt + ↑ ↓', 'reorder'], ['Ctrl + ] [', 'indent'], ['Insert', 'insert'], ['Delete', 'remove'], ['Ctrl + Z / Y', 'undo'], ['1 – 9', 'level'],
  ['+ −', 'zoom'], ['0', 'fit'], ['T', 'today'], ['G', 'bar'], ['H', 'path'], ['W', 'why'], ['Space', 'details'], ['Ctrl + F', 'find'], ['Esc', 'escape'],
];

export function HelpDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('plan.keys')} onClose={close} width={620}>
      <dl className="plan-keys">
        {keyRows.map(([key, name]) => <div key={name}><dt><kbd>{key}</kbd></dt><dd>{t(`plan.key.${name}`)}</dd></div>)}
      </dl>
    </Dialog>
  );
}

export function ConfirmRemove({ names, answer }: { names: string[]; answer: (yes: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('plan.removeTitle', { count: names.length })} onClose={() => answer(false)} width={440}
      footer={<><button type="button" className="btn" onClick={() => answer(false)}>{t('common.cancel')}</button><button type="button" className="btn btn-danger" autoFocus onClick={() => answer(true)}>{t('plan.remove')}</button></>}>
      <ul className="plan-names">{names.slice(0, 8).map((name, i) => <li key={i}>{name}</li>)}{names.length > 8 && <li>…</li>}</ul>
      <p className="field-help">{t('plan.removeHelp')}</p>
    </Dialog>
  );
}

/** "基准 2 · 完成 2026-08-01" */
export const baselineText = (baseline: PlanModel['meta']['baselines'][number], t: TFunction): string => t('plan.baselineOf', { number: baseline.number, date: formatDay(parsePlanDate(baseline.finish)) });

export function BaselineDialog({ project, model, reread, close }: { project: string; model: PlanModel; reread: () => void; close: () => void }) {
  const { t } = useTranslation();
  const used = new Set(model.meta.baselines.map((b) => b.number));
  const free = Array.from({ length: 11 }, (_, n) => n).find((n) => !used.has(n)) ?? 0;
  const [number, setNumber] = useState(free);
  const [refused, setRefused] = useState('');
  const save = async () => {
    try {
      await post(`/projects/${project}/plan/baselines`, { number });
      showToast(t('plan.baselineSaved', { number }));
      close();
      reread();
    } catch (error) {
      setRefused(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog title={t('plan.setBaseline')} onClose={close} width={420}
      footer={<><button type="button" className="btn" onClick={close}>{t('common.cancel')}</button><button type="button" className="btn btn-primary" onClick={() => void save()}>{t('plan.freeze')}</button></>}>
      <label className="field"><span className="field-label">{t('plan.baselineNumber')}</span>
        <select className="select" value={number} onChange={(e) => setNumber(Number(e.target.value))}>
          {Array.from({ length: 11 }, (_, n) => <option key={n} value={n}>{used.has(n) ? `${baselineText(model.meta.baselines.find((b) => b.number === n)!, t)} (${t('plan.replaces')})` : n}</option>)}
        </select>
      </label>
      {refused && <p className="field-error" role="alert">{refused}</p>}
    </Dialog>
  );
}

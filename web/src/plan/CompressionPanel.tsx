import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReport, type Cells } from '../api/report';
import type { Field, PlanEdit } from '../api/types';
import { compact, type Money } from '../format/number';
import { Failed, Skeleton } from '../ui/parts';
import { PanelFrame } from './PanelFrame';
import type { Screen } from './PlanScreen';
import { useTryOut } from './useTryOut';

const DateInput = lazy(() => import('../register/DateInput'));
const finishField: Field = { name: 'finish', kind: 'date', labels: { zh: '', en: '' } };

const money = (value: unknown, language: string): string => (value ? compact((value as Money).minor / 100, language) : '');

/** 工期优化 and 费用优化: the steps of the cheapest way to an earlier finish; each can be tried on the plan and applied. */
export function CompressionPanel({ screen, project, close }: { screen: Screen; project: string; close: () => void }) {
  const { t, i18n } = useTranslation();
  const { surface } = screen;
  const { model } = surface.view;
  const [by, setBy] = useState('cost');
  const [finish, setFinish] = useState('');
  const [overhead, setOverhead] = useState('');
  const [chosen, setChosen] = useState(-1);
  const report = useReport('time.compression', { project, by, finish: finish || undefined, overhead: overhead && Number.isFinite(Number(overhead)) ? overhead : undefined, version: String(model.meta.version) });
  const edits = (report.data?.extra?.['edits'] ?? []) as PlanEdit[][];
  const best = Number(report.data?.extra?.['best'] ?? 0);
  const { tryOut, clear } = useTryOut(screen);
  useEffect(() => { setChosen(-1); clear(); }, [by, finish, overhead, model.meta.version]);
  const choose = (k: number) => { setChosen(k); void tryOut(edits[k] ?? []); };
  const apply = async () => { const wanted = edits[chosen]; clear(); if (wanted) await screen.editing.commit(wanted, { toast: true }); };
  const byCost = by === 'cost';
  return (
    <PanelFrame title={t('plan.compress.title')} subtitle={report.data?.finding ?? ''} close={close}>
      <section className="panel-section">
        <label className="field"><span className="field-label">{t('plan.compress.by')}</span>
          <select className="select" value={by} onChange={(e) => setBy(e.target.value)}><option value="cost">{t('plan.compress.cost')}</option><option value="weight">{t('plan.compress.weight')}</option></select></label>
        <div className="field"><label className="field-label" htmlFor="compress-finish">{t('plan.compress.finish')}</label><Suspense fallback={<input className="input" id="compress-finish" disabled />}><DateInput id="compress-finish" field={finishField} value={finish} onChange={(value) => setFinish(value ? String(value) : '')} /></Suspense></div>
        {byCost && <label className="field"><span className="field-label">{t('plan.compress.overhead')}</span><input className="input" inputMode="decimal" value={overhead} onChange={(e) => setOverhead(e.target.value)} /></label>}
      </section>
      {report.isPending && <Skeleton rows={5} />}
      {report.isError && <Failed error={report.error} />}
      {report.data?.refused && <p className="field-error panel-section" role="alert">{report.data.refused}</p>}
      {Number(report.data?.extra?.['shortenable'] ?? 1) === 0 && <p className="field-help panel-section">{t('plan.compress.hint')}</p>}
      <ol className="compress-list">
        {report.data?.rows.map((row: Cells, k) => (
          <li key={k} className={k === best && byCost && overhead ? 'compress-best' : ''}>
            <button type="button" className="compress-step" aria-pressed={k === chosen} onClick={() => choose(k)}>
              <span className="compress-head"><strong>{k === 0 ? t('plan.compress.asIs') : t('plan.compress.step', { count: k })}</strong><span>{String(row['finish'] ?? '')}</span></span>
              {k > 0 && <span className="compress-works">{String(row['shortened'] ?? '')}</span>}
              <span className="compress-cost">{byCost ? [k > 0 && t('plan.compress.direct', { value: money(row['direct'], i18n.language) }), overhead && t('plan.compress.total', { value: money(row['total'], i18n.language) }), k === best && overhead && t('plan.compress.best')].filter(Boolean).join(' · ') : k > 0 ? t('plan.compress.sum', { value: row['rate'] }) : ''}</span>
            </button>
          </li>
        ))}
      </ol>
      {chosen > 0 && <section className="panel-section compress-apply">
        {surface.view.preview && <p role="status">{surface.view.preview.summary}</p>}
        {model.meta.can_edit && <button type="button" className="btn btn-primary" onClick={() => void apply()}>{t('plan.compress.apply')}</button>}
      </section>}
    </PanelFrame>
  );
}

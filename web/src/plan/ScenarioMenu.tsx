import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, post } from '../api/client';
import { undo } from '../api/records';
import type { EditAnswer, Written } from '../api/types';
import { Dialog } from '../ui/dialog';
import { Menu } from '../ui/menu';
import { showToast } from '../ui/toast';
import { useGo } from '../ui/To';
import type { PlanSearch } from './PlanScreen';
import { summaryOf } from './preview';
import { useScenarios, type Scenario } from './scenarios';
import { planKey } from './usePlan';

interface Props { project: string; search: PlanSearch; setSearch: (change: Partial<PlanSearch>) => void }

/** Makes scenarios of the plan, changes between them and shows them side by side. */
export function ScenarioMenu({ project, search, setSearch, canEdit }: Props & { canEdit: boolean }) {
  const { t } = useTranslation();
  const go = useGo();
  const [making, setMaking] = useState(false);
  const scenarios = useScenarios(project);
  const shown = scenarios.find((one) => one.id === search.scenario);
  const choose = (scenario: string | undefined) => setSearch({ scenario, panel: undefined, base: undefined, mark: undefined });
  return (
    <>
      <Menu label={t('plan.scenario.menu')} text={shown?.title ?? t('plan.scenario.menu')} className={search.scenario ? 'menu-on' : ''} caret align="right" items={[
        { key: 'live', label: t('plan.scenario.live'), checked: !search.scenario, onSelect: () => choose(undefined) },
        ...scenarios.map((one) => ({ key: one.id, label: one.title, hint: one.finish ?? '', checked: one.id === search.scenario, onSelect: () => choose(one.id) })),
        { key: 'h', heading: true, label: t('plan.scenario.actions') },
        ...(canEdit ? [{ key: 'new', icon: 'plus' as const, label: t('plan.scenario.make'), onSelect: () => setMaking(true) }] : []),
        { key: 'compare', label: t('plan.scenario.compare'), disabled: scenarios.length === 0, onSelect: () => go(`/reports/time.scenarios?project=${project}`) },
      ]} />
      {making && <MakeDialog project={project} close={() => setMaking(false)} made={(id) => { setMaking(false); choose(id); }} />}
    </>
  );
}

function MakeDialog({ project, close, made }: { project: string; close: () => void; made: (id: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [title, setTitle] = useState('');
  const [note, setNote] = useState('');
  const [refused, setRefused] = useState('');
  const make = async () => {
    try {
      const written = await post<Written>('/scenarios', { project, title, ...(note ? { note } : {}) });
      await client.invalidateQueries({ queryKey: ['list', 'scenarios'] });
      made(written.record.id);
    } catch (error) {
      setRefused(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog title={t('plan.scenario.make')} onClose={close} width={440}
      footer={<><button type="button" className="btn" onClick={close}>{t('common.cancel')}</button><button type="submit" form="make-scenario" className="btn btn-primary">{t('plan.scenario.create')}</button></>}>
      <form id="make-scenario" onSubmit={(event) => { event.preventDefault(); void make(); }}>
        <p className="field-help">{t('plan.scenario.help')}</p>
        <label className="field"><span className="field-label">{t('plan.scenario.name')}</span><input className="input" value={title} required autoFocus onChange={(e) => setTitle(e.target.value)} /></label>
        <label className="field"><span className="field-label">{t('plan.scenario.note')}</span><textarea className="input" rows={3} value={note} onChange={(e) => setNote(e.target.value)} /></label>
      </form>
      {refused && <p className="field-error" role="alert">{refused}</p>}
    </Dialog>
  );
}

/** Says that this is not the plan, and what can become of it. */
export function ScenarioBar({ project, search, setSearch, canEdit, planChanged }: Props & { canEdit: boolean; planChanged: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [applying, setApplying] = useState(false);
  const scenario = useScenarios(project).find((one) => one.id === search.scenario);
  const leave = () => setSearch({ scenario: undefined, panel: undefined });
  const run = async (verb: string, one: Scenario) => {
    try {
      await post(`/scenarios/${one.id}/actions/${verb}`, {}, { version: one.version });
      await client.invalidateQueries({ queryKey: ['list', 'scenarios'] });
      return true;
    } catch (error) {
      showToast(error instanceof Error ? error.message : String(error), { tone: 'error' });
      return false;
    }
  };
  return (
    <div className="scenario-bar" role="status">
      <strong>{t('plan.scenario.shown', { title: scenario?.title ?? '' })}</strong>
      <span className="scenario-note">{t('plan.scenario.untouched', { count: scenario?.edits ?? 0 })}</span>
      <span className="plan-gap" />
      {scenario && canEdit && (
        <>
          <button type="button" className="btn" onClick={() => void run('rebase', scenario).then((done) => { if (done) planChanged(); })} disabled={scenario.edits === 0}>{t('plan.scenario.rebase')}</button>
          <button type="button" className="btn" onClick={() => void run('discard', scenario).then((done) => { if (done) leave(); })}>{t('plan.scenario.discard')}</button>
          <button type="button" className="btn btn-primary" onClick={() => setApplying(true)} disabled={scenario.edits === 0}>{t('plan.scenario.apply')}</button>
        </>
      )}
      <button type="button" className="btn" onClick={leave}>{t('plan.scenario.back')}</button>
      {applying && scenario && <ApplyDialog scenario={scenario} close={() => setApplying(false)} applied={(tx) => {
        setApplying(false);
        void client.invalidateQueries({ queryKey: planKey(project) });
        void client.invalidateQueries({ queryKey: ['list', 'scenarios'] });
        showToast(t('plan.scenario.applied', { title: scenario.title }), tx ? { action: { label: t('common.undo'), run: () => void undo(client, tx) } } : {});
        leave();
      }} />}
    </div>
  );
}

/** What applying would do to the plan as it stands now, before it does. */
function ApplyDialog({ scenario, close, applied }: { scenario: Scenario; close: () => void; applied: (tx: string | null) => void }) {
  const { t, i18n } = useTranslation();
  const [preview, setPreview] = useState('');
  const [refused, setRefused] = useState('');
  const send = (query?: { dry_run: number }) => post<{ tx: string | null; result?: EditAnswer }>(`/scenarios/${scenario.id}/actions/apply`, {}, { version: scenario.version, ...(query ? { query } : {}) });
  const tell = (error: unknown) => setRefused(error instanceof ApiError ? error.message : String(error));
  useEffect(() => {
    send({ dry_run: 1 }).then((answer) => setPreview(answer.result ? summaryOf(answer.result, t, i18n.language) : t('plan.preview.nothing')), tell);
  }, []);
  return (
    <Dialog title={t('plan.scenario.applyTitle', { title: scenario.title })} onClose={close} width={480}
      footer={<><button type="button" className="btn" onClick={close}>{t('common.cancel')}</button><button type="button" className="btn btn-primary" disabled={!preview} onClick={() => void send().then((answer) => applied(answer.tx), tell)}>{t('plan.scenario.apply')}</button></>}>
      <p>{t('plan.scenario.applyHelp', { count: scenario.edits })}</p>
      <p role="status"><strong>{preview || (refused ? '' : t('plan.preview.asking'))}</strong></p>
      {refused && <p className="field-error" role="alert">{refused}</p>}
    </Dialog>
  );
}

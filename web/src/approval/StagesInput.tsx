import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dressed, type EditorProps } from '../register/Dressed';
import { usePeople } from '../register/usePeople';
import { Icon } from '../ui/icons';
import type { Stage } from './api';
import './approval.css';

const modes = ['any', 'all', 'sequence', 'percent'] as const;
const roles = ['pmo_director', 'executive', 'sponsor', 'project_manager', 'portfolio_manager', 'finance_controller', 'risk_officer', 'quality_manager', 'procurement_officer', 'hse_officer', 'document_controller', 'training_coordinator', 'resource_manager', 'auditor', 'team_member'] as const;

/** The stages of an approval flow: who is asked, how many must agree, until when. */
export default function StagesInput({ value, id, onChange }: EditorProps) {
  const { t } = useTranslation();
  const [stages, setStages] = useState<Stage[]>(Array.isArray(value) && value.length > 0 ? (value as Stage[]) : [{ name: '', who: [] }]);
  const people = usePeople();
  const change = (next: Stage[]) => { setStages(next); onChange(next.length > 0 ? next : null); };
  const set = (k: number, part: Partial<Stage>) => change(stages.map((stage, n) => (n === k ? { ...stage, ...part } : stage)));
  const sources = [
    { label: t('approval.stage.byOffice'), options: ['holders', 'manager'].map((v) => ({ value: v, label: t(`approval.stage.${v}`) })) },
    { label: t('approval.stage.byRole'), options: roles.map((role) => ({ value: `role:${role}`, label: t(`role.${role}`) })) },
    { label: t('approval.stage.byName'), options: [...people].map(([person, name]) => ({ value: `person:${person}`, label: name })) },
  ];
  return (
    <Dressed>
      <ol id={id} className="stage-editor" aria-label={t('approval.stage.list')}>
        {stages.map((stage, k) => (
          <li key={k}>
            <div className="stage-line">
              <input className="input" aria-label={t('approval.stage.name')} placeholder={t('approval.stage.name')} value={stage.name} onChange={(e) => set(k, { name: e.target.value })} />
              <button type="button" className="btn btn-icon btn-quiet" aria-label={t('approval.stage.remove', { number: k + 1 })} disabled={stages.length < 2} onClick={() => change(stages.filter((_, n) => n !== k))}><Icon name="trash" /></button>
            </div>
            <Select className="wide" mode="multiple" showSearch={{ optionFilterProp: 'label' }} aria-label={t('approval.stage.who')} placeholder={t('approval.stage.who')} value={stage.who ?? []} options={sources} onChange={(who: string[]) => set(k, { who })} />
            <div className="stage-line">
              <select className="select" aria-label={t('approval.stage.mode')} value={stage.mode ?? 'any'} onChange={(e) => set(k, { mode: e.target.value, ...(e.target.value === 'percent' ? { percent: stage.percent ?? 50 } : {}) })}>{modes.map((mode) => <option key={mode} value={mode}>{t(`approval.mode.${mode}`, { percent: stage.percent ?? 50 })}</option>)}</select>
              {stage.mode === 'percent' && <input className="input stage-figure" type="number" min={1} max={100} aria-label={t('approval.stage.percent')} value={stage.percent ?? 50} onChange={(e) => set(k, { percent: Number(e.target.value) })} />}
              <input className="input stage-figure" type="number" min={1} max={365} aria-label={t('approval.stage.days')} placeholder={t('approval.stage.days')} value={stage.due_days ?? ''} onChange={(e) => { const { due_days: _, ...rest } = stage; change(stages.map((s, n) => (n === k ? (e.target.value ? { ...rest, due_days: Number(e.target.value) } : rest) : s))); }} />
            </div>
          </li>
        ))}
      </ol>
      <button type="button" className="btn" onClick={() => change([...stages, { name: '', who: [] }])}><Icon name="plus" />{t('approval.stage.add')}</button>
    </Dressed>
  );
}

import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabel, type Declarations } from '../api/schema';
import { projectTabs } from '../app/map';
import { RiskMatrix } from '../functions/risk/RiskMatrix';
import { Register } from '../register/Register';
import { Empty } from '../ui/parts';
import { recordsOf } from './ProjectPage';

/** The registers of a tab's functions, one at a time, within one project. */
export function ProjectTab({ project, tab, schema }: { project: string; tab: string; schema: Declarations }) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { register?: string; open?: string };
  const types = recordsOf(schema, projectTabs.find((p) => p.key === tab)?.functions ?? []);
  const chosen = types.find((r) => r.name === search.register) ?? types[0];
  if (!chosen) return <Empty title={t('project.emptyTab')}>{t('project.emptyTabText')}</Empty>;
  return (
    <div className="project-tab">
      {types.length > 1 && (
        <div className="segments" role="tablist" aria-label={t('project.registers')}>
          {types.map((type) => (
            <button key={type.name} type="button" role="tab" aria-selected={type === chosen} className="segment" onClick={() => void navigate({ to: '.', search: { register: type.name } } as never)}>{label(type.labels)}</button>
          ))}
        </div>
      )}
      {chosen.name === 'risk' && !search.open && <RiskMatrix project={project} type={chosen} />}
      <Register key={chosen.name} type={chosen} project={project} />
    </div>
  );
}

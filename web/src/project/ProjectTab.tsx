import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabel, type Declarations } from '../api/schema';
import { projectTabs } from '../app/map';
import { FunctionView } from '../functions/FunctionView';
import { Empty } from '../ui/parts';
import { functionsOf } from './ProjectPage';

/** The functions of a tab within one project, one at a time: pictures and registers as on the function's own page. */
export function ProjectTab({ project, tab, schema }: { project: string; tab: string; schema: Declarations }) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { fn?: string };
  const functions = functionsOf(schema, projectTabs.find((p) => p.key === tab)?.functions ?? []);
  const chosen = functions.find((f) => f.name === search.fn) ?? functions[0];
  if (!chosen) return <Empty title={t('project.emptyTab')}>{t('project.emptyTabText')}</Empty>;
  return (
    <div className="project-tab">
      {functions.length > 1 && (
        <nav className="tabs function-tabs" aria-label={t('section.functions')}>
          {functions.map((fn) => <button key={fn.name} type="button" aria-current={fn === chosen ? 'page' : undefined} className="tab" onClick={() => void navigate({ to: '.', search: { fn: fn.name } } as never)}>{label(fn.labels)}</button>)}
        </nav>
      )}
      <FunctionView key={`${chosen.name} ${project}`} fn={chosen} project={project} within />
    </div>
  );
}

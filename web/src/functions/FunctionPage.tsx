import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useShortList } from '../api/records';
import { useLabel, useSchema } from '../api/schema';
import { entryOf } from '../app/map';
import { titleOfRow } from '../register/title';
import { Empty, Skeleton } from '../ui/parts';
import { To } from '../ui/To';
import { FunctionTabs } from './FunctionTabs';
import { FunctionView } from './FunctionView';
import './functions.css';

/** A function over all projects or over one that is chosen here, and each of its reports under an address of its own. */
export default function FunctionPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const schema = useSchema();
  const params = useParams({ strict: false }) as { function?: string; report?: string };
  const { project } = useSearch({ strict: false }) as { project?: string };
  if (!schema) return <Skeleton rows={10} />;
  const report = params.report ? schema.reports.get(params.report) : undefined;
  if (params.report && !report) return <Empty title={t('report.unknown')}>{params.report}</Empty>;
  const name = report?.function ?? params.function ?? '';
  const fn = schema.functions.find((f) => f.name === name);
  if (!fn) return <Empty title={t('section.unknown')}>{name}</Empty>;
  const entry = entryOf(name);
  const inProjects = fn.records.some((r) => r.scope === 'project') || fn.reports.some((r) => r.inputs?.some((f) => f.name === 'project'));
  return (
    <div className="page">
      <header className="page-head">
        <div><p className="panel-kind"><To to={entry.path}>{t(`nav.${entry.key}`)}</To></p><h1>{label(fn.labels)}</h1></div>
        {inProjects && !report && <ProjectPicker present={project} />}
      </header>
      <FunctionTabs entry={entry} current={name} />
      <FunctionView key={`${name} ${project ?? ''}`} fn={fn} project={project} report={report} />
    </div>
  );
}

function ProjectPicker({ present }: { present: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const type = useSchema()?.records.get('project');
  const list = useShortList('projects', { limit: 500 }, Boolean(type));
  return (
    <select className="select function-project" aria-label={t('section.project')} value={present ?? ''} onChange={(e) => void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, project: e.target.value || undefined, open: undefined }) } as never)}>
      <option value="">{t('section.allProjects')}</option>
      {(list.data?.items ?? []).map((row) => <option key={row.id} value={row.id}>{titleOfRow(row, type)}</option>)}
    </select>
  );
}

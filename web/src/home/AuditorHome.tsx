import { useTranslation } from 'react-i18next';
import { useAsOf } from '../api/asOf';
import { useSchema } from '../api/schema';
import { NamedReport } from '../report/NamedReport';
import { Skeleton } from '../ui/parts';
import { Attention, Strip, useProjects } from './DirectorHome';
import { OpenItems } from './OpenItems';
import { Waiting } from './Waiting';
import '../functions/functions.css';
import '../project/project.css';

/** Engagements and findings, the automatic tests, evidence by clause; nothing here is edited. Reports tell the present only. */
export function AuditorHome() {
  const { t } = useTranslation();
  const past = useAsOf() !== '';
  const projects = useProjects();
  if (!useSchema()) return <Skeleton rows={8} />;
  return (
    <div className="home">
      <Strip rows={projects} />
      <div className="home-lead"><Attention rows={projects} />{!past && <Waiting />}</div>
      <div className="home-pair">
        <OpenItems record="audit_engagement" title={t('home.engagements')} limit={6} />
        <OpenItems record="finding" title={t('home.findings')} limit={8} />
      </div>
      {!past && (
        <div className="pictures">
          <NamedReport name="audit.live_tests" title={t('home.exceptions')} />
          <NamedReport name="audit.ageing" />
          <NamedReport name="audit.clause_coverage" />
          <NamedReport name="document.completeness" />
        </div>
      )}
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session';
import { fileAddress } from '../api/client';
import { Icon } from '../ui/icons';
import { AsOfSwitch } from '../app/AsOf';
import { AdminHome } from './AdminHome';
import { AuditorHome } from './AuditorHome';
import { DirectorHome } from './DirectorHome';
import { ExecutiveHome } from './ExecutiveHome';
import { ManagerHome } from './ManagerHome';
import { civil, proseDay, todayMinutes, weekday } from '../format/date';
import './home.css';

/** Each role's first question first: the director sees what turned red, the manager what comes next. */
export default function Home() {
  const { t, i18n } = useTranslation();
  const { session } = useSession();
  const roles = session?.user.roles ?? [];
  const holds = (...names: string[]) => roles.some((r) => names.includes(r)) && !roles.includes('project_manager');
  const executive = holds('executive', 'sponsor') && !roles.includes('pmo_director');
  const director = holds('pmo_director', 'portfolio_manager');
  const auditor = !director && !executive && holds('auditor');
  const administrator = roles.length > 0 && roles.every((role) => role.endsWith('_administrator'));
  const now = todayMinutes();
  const hour = civil(now).hour;
  return (
    <div className="page">
      <header className="page-head">
        <div><h1>{t(hour < 12 ? 'home.morning' : hour < 18 ? 'home.afternoon' : 'home.evening', { name: session?.user.name })}</h1><p className="page-sub">{t('home.today', { date: proseDay(now, i18n.language, true), weekday: t(`home.weekday.${weekday(Math.floor(now / 1440))}`) })}</p></div>
        {auditor && <AsOfSwitch />}
        {(executive || director) && (
          <div className="page-tools">
            <a className="btn" href={fileAddress('/one-pager')} download="one-pager.pdf"><Icon name="download" />{t('home.onePager')}</a>
            <a className="btn" href={fileAddress('/one-pager', { format: 'pptx' })} download="portfolio.pptx"><Icon name="download" />{t('home.slides')}</a>
          </div>
        )}
      </header>
      {executive ? <ExecutiveHome /> : director ? <DirectorHome /> : auditor ? <AuditorHome /> : administrator ? <AdminHome /> : <ManagerHome />}
    </div>
  );
}

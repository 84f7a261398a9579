import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session';
import { DirectorHome } from './DirectorHome';
import { ManagerHome } from './ManagerHome';
import { civil, proseDay, todayMinutes, weekday } from '../format/date';
import './home.css';

/** Each role's first question first: the director sees what turned red, the manager what comes next. */
export default function Home() {
  const { t, i18n } = useTranslation();
  const { session } = useSession();
  const roles = session?.user.roles ?? [];
  const director = roles.some((r) => ['pmo_director', 'executive', 'portfolio_manager', 'auditor', 'sponsor'].includes(r)) && !roles.includes('project_manager');
  const now = todayMinutes();
  const hour = civil(now).hour;
  return (
    <div className="page">
      <header className="page-head">
        <div><h1>{t(hour < 12 ? 'home.morning' : hour < 18 ? 'home.afternoon' : 'home.evening', { name: session?.user.name })}</h1><p className="page-sub">{proseDay(now, i18n.language, true)} {t(`home.weekday.${weekday(Math.floor(now / 1440))}`)}</p></div>
      </header>
      {director ? <DirectorHome /> : <ManagerHome />}
    </div>
  );
}

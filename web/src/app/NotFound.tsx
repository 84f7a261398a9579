import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../ui/parts';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  return <div className="page"><Empty title={t('section.unknown')} action={<Link to="/" className="btn">{t('nav.home')}</Link>} /></div>;
}

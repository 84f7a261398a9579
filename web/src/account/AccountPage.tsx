import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session';
import { Card } from '../ui/parts';
import { showToast } from '../ui/toast';
import { MailChoice } from './MailChoice';
import { PasswordForm } from './PasswordForm';
import { SecondFactor } from './SecondFactor';
import { Sessions } from './Sessions';

/** What belongs to whoever is signed in: password, mail about notices, places where one is signed in. */
export default function AccountPage() {
  const { t } = useTranslation();
  const { session } = useSession();
  const client = useQueryClient();
  const changed = () => { showToast(t('account.passwordChanged')); void client.invalidateQueries({ queryKey: ['sessions'] }); };
  return (
    <div className="page">
      <header className="page-head"><div><h1>{t('account.title')}</h1><p className="page-sub">{session?.user.name} · {session?.user.login}</p></div></header>
      <div className="account-cards">
        <Card title={t('account.password')}><PasswordForm login={session?.user.login ?? ''} done={changed} /></Card>
        <SecondFactor />
        {session?.user.person && <Card title={t('account.mail')}><MailChoice /></Card>}
      </div>
      <Sessions />
    </div>
  );
}

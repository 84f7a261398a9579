import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSignOut } from '../api/session';
import type { Session } from '../api/types';
import { BrandMark } from '../app/Shell';
import { PasswordForm } from './PasswordForm';

/** Who signed in with a one-time password chooses an own one before anything else. */
export default function NewPasswordPage({ session }: { session: Session }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const signOut = useSignOut();
  return (
    <main className="door">
      <div className="door-card">
        <div className="door-brand"><BrandMark /><h1>{t('account.choosePassword')}</h1></div>
        <p className="door-lead">{t('account.choosePasswordLead')}</p>
        <PasswordForm login={session.user.login} done={() => void client.invalidateQueries()} />
        <button type="button" className="btn btn-link" onClick={() => void signOut()}>{t('shell.signOut')}</button>
      </div>
    </main>
  );
}

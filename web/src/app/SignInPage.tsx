import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { useSignIn } from '../api/session';
import { BrandMark } from './Shell';
import { LookMenus } from './TopBar';

export function SignInPage({ setupNeeded }: { setupNeeded: boolean }) {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const [refused, setRefused] = useState('');
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefused('');
    try {
      await signIn(user, password, code || undefined);
    } catch (error) {
      if (error instanceof ApiError && (error.problem.code ?? '').startsWith('identity.code_')) setNeedsCode(true);
      setRefused(error instanceof ApiError && error.status === 401 && !error.problem.detail ? t('signIn.refused') : error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="door">
      <div className="door-look"><LookMenus /></div>
      <form className="door-card" onSubmit={(e) => void send(e)}>
        <div className="door-brand"><BrandMark /><h1>{t('shell.product')}</h1></div>
        <p className="door-lead">{t('signIn.lead')}</p>
        {setupNeeded && <p className="banner">{t('signIn.setupNeeded')}</p>}
        <label className="field"><span className="field-label">{t('signIn.user')}</span><input className="input" name="user" autoComplete="username" autoFocus required value={user} onChange={(e) => setUser(e.target.value)} /></label>
        <label className="field"><span className="field-label">{t('signIn.password')}</span><input className="input" type="password" name="password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.target.value)} /></label>
        {needsCode && <label className="field"><span className="field-label">{t('signIn.code')}</span><input className="input" name="code" autoComplete="one-time-code" autoFocus required value={code} onChange={(e) => setCode(e.target.value)} /></label>}
        {refused && <p className="field-error" role="alert">{refused}</p>}
        <button type="submit" className="btn btn-primary door-button" disabled={busy}>{t('signIn.go')}</button>
      </form>
    </main>
  );
}

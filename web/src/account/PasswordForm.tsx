import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, post } from '../api/client';
import './account.css';

/** Another password for one's own account; every other session ends with it. */
export function PasswordForm({ login, done }: { login: string; done: () => void }) {
  const { t } = useTranslation();
  const [old, setOld] = useState('');
  const [wanted, setWanted] = useState('');
  const [again, setAgain] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const differs = again !== '' && again !== wanted;
  const messages = (field: string) => (error instanceof ApiError ? error.messagesOf(field) : []);
  const told = ['old', 'new'].some((field) => messages(field).length > 0);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (again !== wanted) return;
    setBusy(true);
    setError(null);
    try {
      await post('/session/password', { old, new: wanted });
      setOld(''); setWanted(''); setAgain('');
      done();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const field = (name: string, label: string, value: string, change: (text: string) => void, complete: string, wrong: string[]) => (
    <label className="field">
      <span className="field-label">{label}</span>
      <input className="input" type="password" name={name} autoComplete={complete} required value={value} aria-invalid={wrong.length > 0 || undefined} onChange={(e) => change(e.target.value)} />
      {wrong.map((message) => <span key={message} className="field-error" role="alert">{message}</span>)}
    </label>
  );
  return (
    <form className="account-form" onSubmit={(event) => void send(event)}>
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      {field('old', t('account.old'), old, setOld, 'current-password', messages('old'))}
      {field('new', t('account.new'), wanted, setWanted, 'new-password', messages('new'))}
      {field('again', t('account.again'), again, setAgain, 'new-password', differs ? [t('account.differs')] : [])}
      {error !== null && !told && <p className="field-error" role="alert">{(error as Error).message}</p>}
      <p className="field-help">{t('account.passwordRule')}</p>
      <button type="submit" className="btn btn-primary" disabled={busy || differs}>{t('account.changePassword')}</button>
    </form>
  );
}

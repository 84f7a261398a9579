import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, post } from '../api/client';
import { BrandMark } from './Shell';
import { LookMenus } from './TopBar';

/** The token stands in the fragment, so that it reaches no log of any server on the way. */
export function setupToken(): string | null {
  return /^#\/setup\/([^/?#]+)$/.exec(location.hash)?.[1] ?? null;
}

type Mode = 'small_team' | 'three_administrators';
interface Account { login: string; name: string; password: string; role: string }
const roles: Record<Mode, string[]> = {
  small_team: ['system_administrator', 'audit_administrator'],
  three_administrators: ['system_administrator', 'security_administrator', 'audit_administrator'],
};

export function SetupPage({ token }: { token: string }) {
  const { t, i18n } = useTranslation();
  const [organisation, setOrganisation] = useState('');
  const [mode, setMode] = useState<Mode>('small_team');
  const [accounts, setAccounts] = useState<Record<string, Account>>({});
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [done, setDone] = useState(false);
  const account = (role: string): Account => accounts[role] ?? { login: '', name: '', password: '', role };
  const change = (role: string, key: keyof Account, value: string) => setAccounts({ ...accounts, [role]: { ...account(role), [key]: value } });
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      await post('/setup', { token, organisation, language: i18n.language.startsWith('zh') ? 'zh' : 'en', mode, accounts: roles[mode].map(account) }, { quiet: true });
      setDone(true);
    } catch (error) {
      setProblem(error instanceof ApiError ? error : new ApiError(0, { detail: String(error) }));
    }
  };
  const enter = () => { history.replaceState(null, '', '/'); location.reload(); };
  return (
    <main className="door">
      <div className="door-look"><LookMenus /></div>
      <form className="door-card door-wide" onSubmit={(e) => void send(e)}>
        <div className="door-brand"><BrandMark /><h1>{t('setup.title')}</h1></div>
        {done ? <><p className="door-lead">{t('setup.done')}</p><button type="button" className="btn btn-primary door-button" onClick={enter}>{t('setup.enter')}</button></> : (
          <>
            <p className="door-lead">{t('setup.lead')}</p>
            <label className="field"><span className="field-label">{t('setup.organisation')}</span><input className="input" required autoFocus value={organisation} onChange={(e) => setOrganisation(e.target.value)} /></label>
            <fieldset className="door-modes"><legend className="field-label">{t('setup.mode')}</legend>
              {(['small_team', 'three_administrators'] as const).map((m) => (
                <label key={m} className="door-mode"><input type="radio" name="mode" checked={mode === m} onChange={() => setMode(m)} /><span><strong>{t(`setup.modes.${m}`)}</strong><small>{t(`setup.modeHelp.${m}`)}</small></span></label>
              ))}
            </fieldset>
            {roles[mode].map((role, k) => (
              <fieldset key={role} className="door-account"><legend>{t(`role.${role}`)}</legend>
                {(['name', 'login', 'password'] as const).map((key) => (
                  <label key={key} className="field"><span className="field-label">{t(`setup.${key}`)}</span>
                    <input className="input" required type={key === 'password' ? 'password' : 'text'} autoComplete={key === 'password' ? 'new-password' : 'off'} value={account(role)[key]} onChange={(e) => change(role, key, e.target.value)} />
                    {problem?.problem.errors?.filter((e) => e.pointer === `/accounts/${k}/${key}`).map((e, n) => <span key={n} className="field-error" role="alert">{e.message ?? e.code}</span>)}
                  </label>
                ))}
              </fieldset>
            ))}
            <p className="field-help">{t('setup.passwordHelp')}</p>
            {problem && <p className="field-error" role="alert">{problem.message}</p>}
            <button type="submit" className="btn btn-primary door-button">{t('setup.go')}</button>
          </>
        )}
      </form>
    </main>
  );
}

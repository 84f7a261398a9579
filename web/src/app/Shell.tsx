import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { startLive } from '../api/live';
import { useAway } from '../api/reach';
import { useSchema, type Declarations } from '../api/schema';
import { useSession, useSetupNeeded } from '../api/session';
import type { Session } from '../api/types';
import { Icon } from '../ui/icons';
import { Failed } from '../ui/parts';
import { useGo } from '../ui/To';
import { AsOfBanner } from './AsOf';
import { entries, entryOf, services } from './map';
import { Palette } from './Palette';
import { SetupPage, setupToken } from './SetupPage';
import { SignInPage } from './SignInPage';
import { TopBar, useGuidePath } from './TopBar';

const NewPasswordPage = lazy(() => import('../account/NewPasswordPage'));

/** Decides between first run, sign-in and the application. */
export function Shell() {
  const { session, failure } = useSession();
  const needed = useSetupNeeded(session === null);
  const token = useSetupToken();
  if (token) return <SetupPage token={token} />;
  if (failure) return <Failed error={failure} retry={() => location.reload()} />;
  if (session === undefined) return null;
  if (session === null) return <SignInPage setupNeeded={needed ?? false} />;
  if (session.must_change_password) return <Suspense><NewPasswordPage session={session} /></Suspense>;
  return <Application session={session} />;
}

function useSetupToken(): string | null {
  const [token, setToken] = useState(setupToken);
  useEffect(() => {
    const changed = () => setToken(setupToken());
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return token;
}

function Application({ session }: { session: Session }) {
  const { t } = useTranslation();
  const [searching, setSearching] = useState(false);
  const [narrowOpen, setNarrowOpen] = useState(false);
  const schema = useSchema();
  const client = useQueryClient();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => setNarrowOpen(false), [path]);
  const refresh = useCallback(() => void client.invalidateQueries(), [client]);
  const away = useAway(refresh);
  const guide = useGuidePath();
  const go = useGo();
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); setSearching(true); }
      // The plan has keys of its own to tell.
      else if (event.key === '?' && !event.defaultPrevented && !(event.target as Element).closest('input, textarea, select, [contenteditable], dialog')) go(guide);
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  }, [go, guide]);
  useEffect(() => (schema ? startLive(client, (record) => schema.records.get(record)?.plural) : undefined), [client, schema]);
  return (
    <div className={`app${narrowOpen ? ' app-open' : ''}`}>
      <a className="skip" href="#content">{t('shell.skip')}</a>
      <nav className="side" aria-label={t('shell.navigation')} id="side">
        <Link to="/" className="brand"><BrandMark /><span>{t('shell.product')}</span></Link>
        <ul>
          {entries.map((entry) => {
            const current = entry.path === '/' ? path === '/' : path === entry.path || (entryOfPath(path, schema) ?? entries.find((one) => path.startsWith(`${one.path}/`))) === entry;
            return (
              <li key={entry.key}>
                <Link to={entry.path as '/'} className="side-link" activeOptions={{ exact: true }} aria-current={current ? 'page' : undefined}><Icon name={entry.icon} /><span>{t(`nav.${entry.key}`)}</span></Link>
              </li>
            );
          })}
        </ul>
        <p className="side-foot">{session.organisation}<br />{session.version && `v${session.version}`}</p>
      </nav>
      <div className="main">
        <TopBar session={session} openSearch={() => setSearching(true)} openMenu={() => setNarrowOpen(!narrowOpen)} />
        {session.insecure && <p className="banner banner-red" role="status">{t('shell.insecure')}</p>}
        {away && <p className="banner banner-red" role="status">{t('shell.away')}</p>}
        <AsOfBanner />
        <main id="content" className="content" tabIndex={-1}><Outlet /></main>
      </div>
      {narrowOpen && <button type="button" className="veil" aria-label={t('common.close')} onClick={() => setNarrowOpen(false)} />}
      {searching && <Palette close={() => setSearching(false)} />}
    </div>
  );
}

/** Pages of a function, of its registers and of its reports belong to the entry that holds it. */
function entryOfPath(path: string, schema: Declarations | undefined) {
  const [, kind, name] = path.split('/');
  if (kind === 'functions' && name) return entryOf(name);
  if (kind === 'reports' && name) return entryOf(name.split('.')[0]!);
  const fn = kind === 'records' && name ? schema?.records.get(name)?.function : undefined;
  return fn && !services.includes(fn) ? entryOf(fn) : undefined;
}

export function BrandMark() {
  return <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="var(--primary)" /><path d="M7 9h13v3H7zM11 15h14v3H11zM7 21h9v3H7z" fill="var(--on-primary)" /></svg>;
}

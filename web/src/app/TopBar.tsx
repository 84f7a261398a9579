import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSchema, useLabel } from '../api/schema';
import { useSignOut } from '../api/session';
import type { Session } from '../api/types';
import { Icon } from '../ui/icons';
import { Menu } from '../ui/menu';
import { To } from '../ui/To';
import { Notices } from './Notices';
import { guidePath } from './paths';
import { setLanguage, type Language } from './i18n';
import { setTheme, useTheme, type ThemeChoice } from './theme';

export function TopBar({ session, openSearch, openMenu }: { session: Session; openSearch: () => void; openMenu: () => void }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const navigate = useNavigate();
  return (
    <header className="top">
      <button type="button" className="btn btn-icon btn-quiet top-menu" aria-label={t('shell.navigation')} aria-controls="side" onClick={openMenu}><Icon name="menu" /></button>
      <button type="button" className="top-search" onClick={openSearch}><Icon name="search" /><span>{t('shell.search')}</span><kbd>Ctrl K</kbd></button>
      {session.demo && <span className="demo-mark" title={t('shell.demoHelp')}>{t('shell.demo')}</span>}
      <span className="top-gap" />
      <Notices />
      <Help />
      <LookMenus />
      <Menu label={t('shell.account')} icon="user" align="right" text={<span className="top-name">{session.user.name}</span>} caret items={[
        { key: 'who', heading: true, label: <Roles session={session} /> },
        { key: 'account', label: t('account.title'), onSelect: () => void navigate({ to: '/account' }) },
        { key: 'out', label: t('shell.signOut'), onSelect: () => void signOut() },
      ]} />
    </header>
  );
}

/** Where the guide tells about what is on the screen. */
export function useGuidePath(): string {
  const schema = useSchema();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return guidePath(path, (record) => schema?.records.get(record)?.function);
}

/** The guide, opened at the page about what is on the screen. */
function Help() {
  const { t } = useTranslation();
  return <To to={useGuidePath()} className="btn btn-icon btn-quiet" title={t('guide.title')}><Icon name="help" /><span className="visually-hidden">{t('guide.title')}</span></To>;
}

function Roles({ session }: { session: Session }) {
  const { t } = useTranslation();
  useSchema();
  useLabel();
  return <>{session.user.login} · {session.user.roles.map((role) => t(`role.${role}`, { defaultValue: role })).join(t('common.listSeparator'))}</>;
}

/** Language and theme; also on the sign-in page, where nobody is known yet. */
export function LookMenus() {
  const { t, i18n } = useTranslation();
  const { choice, dark } = useTheme();
  const themes: { key: ThemeChoice; icon: 'sun' | 'moon' | 'screen' }[] = [{ key: 'light', icon: 'sun' }, { key: 'dark', icon: 'moon' }, { key: 'system', icon: 'screen' }];
  const languages: { key: Language; label: string }[] = [{ key: 'zh-CN', label: '简体中文' }, { key: 'en', label: 'English' }];
  return (
    <>
      <Menu label={t('shell.language')} name={`${t('shell.language')} ${i18n.language === 'zh-CN' ? '中文' : 'EN'}`} align="right" className="menu-quiet" text={i18n.language === 'zh-CN' ? '中文' : 'EN'} items={languages.map((l) => ({ key: l.key, label: <span lang={l.key}>{l.label}</span>, checked: i18n.language === l.key, onSelect: () => void setLanguage(l.key) }))} />
      <Menu label={t('shell.theme')} align="right" className="menu-quiet" icon={dark ? 'moon' : 'sun'} items={themes.map((th) => ({ key: th.key, label: t(`shell.themes.${th.key}`), checked: choice === th.key, onSelect: () => setTheme(th.key) }))} />
    </>
  );
}

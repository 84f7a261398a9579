import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../api/client';
import { useLabel, useSchema, type Declarations } from '../api/schema';
import { may, useSession } from '../api/session';
import type { SearchItem } from '../api/types';
import { Icon, type IconName } from '../ui/icons';
import { setLanguage } from './i18n';
import { entries, functionPath, services } from './map';
import { recordPath } from './paths';
import { setTheme } from './theme';

interface Hit { key: string; icon: IconName; title: string; detail: string; group: 'recent' | 'records' | 'screens' | 'actions'; refused?: string; run: () => void }

const recentKey = 'tongchou.recent';
interface Recent { to: string; title: string; detail: string }

export function remember(item: Recent): void {
  const kept = readRecent().filter((r) => r.to !== item.to);
  localStorage.setItem(recentKey, JSON.stringify([item, ...kept].slice(0, 8)));
}

function readRecent(): Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(recentKey) ?? '[]');
    return Array.isArray(kept) ? (kept as Recent[]).filter((r) => typeof r.to === 'string' && r.to.startsWith('/')) : [];
  } catch {
    return [];
  }
}

/** Records by the server's index (pinyin initials included), screens and actions by name. */
export function Palette({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const hits = useHits(text.trim(), close);
  useEffect(() => { const d = dialog.current; if (d && !d.open) d.showModal(); return () => d?.close(); }, []);
  useEffect(() => setAt(0), [text]);
  // Newer browsers answer a promise here, which an effect must not return.
  useEffect(() => { void list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' }); }, [at]);
  const chosen = hits[Math.min(at, hits.length - 1)];
  return (
    <dialog ref={dialog} className="palette" aria-label={t('shell.search')} onCancel={(e) => { e.preventDefault(); close(); }} onClick={(e) => { if (e.target === e.currentTarget) close(); }}>
      <div className="palette-box">
        <Icon name="search" />
        <input autoFocus type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={chosen ? `hit-${hits.indexOf(chosen)}` : undefined} aria-label={t('shell.search')} aria-autocomplete="list"
          placeholder={t('shell.searchHelp')} value={text} onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => {
            if (e.key === 'ArrowDown') { e.preventDefault(); setAt((n) => Math.min(hits.length - 1, n + 1)); }
            else if (e.key === 'ArrowUp') { e.preventDefault(); setAt((n) => Math.max(0, n - 1)); }
            else if (e.key === 'Enter' && !e.nativeEvent.isComposing) { e.preventDefault(); if (chosen && !chosen.refused) chosen.run(); }
          }} />
      </div>
      <ul id="palette-list" role="listbox" aria-label={t('shell.search')} className="palette-list" ref={list}>
        {hits.map((hit, k) => (
          <li key={hit.key} id={`hit-${k}`} role="option" aria-selected={hit === chosen} aria-disabled={hit.refused ? true : undefined} className="palette-hit" onPointerMove={() => setAt(k)} onClick={() => !hit.refused && hit.run()}>
            {hits[k - 1]?.group !== hit.group && <span className="palette-group">{t(`palette.${hit.group}`)}</span>}
            <span className="palette-row"><Icon name={hit.icon} /><span className="palette-title">{hit.title}</span><span className="palette-detail">{hit.refused ?? hit.detail}</span></span>
          </li>
        ))}
      </ul>
      {hits.length === 0 && <p className="palette-none">{t('palette.none')}</p>}
    </dialog>
  );
}

function useHits(text: string, close: () => void): Hit[] {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const schema = useSchema();
  const { session } = useSession();
  const [asked, setAsked] = useState('');
  useEffect(() => { const timer = setTimeout(() => setAsked(text), 120); return () => clearTimeout(timer); }, [text]);
  const found = useQuery({ queryKey: ['search', asked], enabled: asked.length > 0, queryFn: ({ signal }) => get<{ items: SearchItem[] }>('/search', { q: asked }, signal), placeholderData: (old) => old, retry: false });
  return useMemo(() => {
    const go = (to: string) => () => { close(); void navigate({ to: to as '/' }); };
    const out: Hit[] = [];
    if (!text) for (const r of readRecent()) out.push({ key: `recent.${r.to}`, icon: 'undo', title: r.title, detail: r.detail, group: 'recent', run: go(r.to) });
    if (text) for (const item of found.data?.items ?? []) {
      const to = recordPath(item.record, item.id, item.project);
      const type = schema?.records.get(item.record);
      out.push({ key: `${item.record}.${item.id}`, icon: item.record === 'project' ? 'projects' : 'file', title: item.title, detail: [type ? label(type.labels) : item.record, item.number].filter(Boolean).join(' · '), group: 'records', run: () => { remember({ to, title: item.title, detail: item.number ?? '' }); go(to)(); } });
    }
    const wanted = text.toLowerCase();
    const fits = (...words: string[]) => !wanted || words.some((w) => w.toLowerCase().includes(wanted));
    for (const screen of screens(schema, label, t)) if (fits(screen.title, screen.word)) out.push({ key: `screen.${screen.to}`, icon: screen.icon, title: screen.title, detail: screen.detail, group: 'screens', run: go(screen.to) });
    for (const type of wanted ? (schema?.records.values() ?? []) : []) {
      const title = t('palette.create', { name: label(type.labels) });
      if (!fits(title, type.name)) continue;
      const allowed = may(session, type.name, 'create');
      out.push({ key: `new.${type.name}`, icon: 'plus', title, detail: '', group: 'actions', ...(allowed ? {} : { refused: t('palette.notAllowed') }), run: go(`/records/${type.name}?create=1`) });
    }
    const looks: [string, () => void][] = [[t('palette.light'), () => setTheme('light')], [t('palette.dark'), () => setTheme('dark')], ['简体中文', () => void setLanguage('zh-CN')], ['English', () => void setLanguage('en')]];
    for (const [title, run] of looks) if (wanted && fits(title)) out.push({ key: `look.${title}`, icon: 'screen', title, detail: '', group: 'actions', run: () => { run(); close(); } });
    return out.slice(0, 60);
  }, [text, found.data, schema, label, t, session, navigate, close]);
}

function screens(schema: Declarations | undefined, label: ReturnType<typeof useLabel>, t: (key: string) => string) {
  const out: { to: string; title: string; word: string; detail: string; icon: IconName }[] = entries.map((e) => ({ to: e.path, title: t(`nav.${e.key}`), word: e.key, detail: '', icon: e.icon }));
  out.push({ to: '/guide', title: t('guide.title'), word: 'help guide', detail: '', icon: 'help' });
  for (const fn of schema?.functions ?? []) {
    if (!services.includes(fn.name) && fn.records.length + fn.reports.length > 0) out.push({ to: functionPath(fn.name), title: label(fn.labels), word: fn.name, detail: t('palette.function'), icon: 'portfolio' });
    for (const r of fn.records) out.push({ to: `/records/${r.name}`, title: label(r.labels), word: r.name, detail: label(fn.labels), icon: 'file' });
    for (const r of fn.reports) out.push({ to: `/reports/${r.name}`, title: label(r.labels), word: r.name, detail: label(fn.labels), icon: 'reports' });
  }
  return out;
}

import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf, useLabel } from '../api/schema';
import type { Field, RecordType } from '../api/types';
import { Icon } from '../ui/icons';
import { Menu } from '../ui/menu';
import { ExportMenu } from './ExportMenu';
import type { RegisterSearch } from './filter';
import { ViewsMenu } from './ViewsMenu';

interface Props {
  type: RecordType; search: RegisterSearch; setSearch: (change: Partial<RegisterSearch>) => void; columns: Field[]; owned: boolean; total: number;
  create: (() => void) | undefined; importFile: (() => void) | undefined; mayExport: boolean; filter?: string;
}

/** A register whose records are named by a link has no words of its own to search. */
const searched = (type: RecordType): boolean => ['text', 'text2'].includes(fieldOf(type, type.title)?.kind ?? '');

export function FilterBar({ type, search, setSearch, columns, owned, total, create, importFile, mayExport, filter }: Props) {
  const { t } = useTranslation();
  const label = useLabel();
  const states = search.state?.split(',').filter(Boolean) ?? [];
  const toggleState = (name: string) => setSearch({ state: (states.includes(name) ? states.filter((s) => s !== name) : [...states, name]).join(',') || undefined });
  const groupable = type.fields.filter((f) => ['choice', 'link', 'boolean'].includes(f.kind));
  const names = columns.map((c) => c.name);
  const toggleColumn = (name: string) => setSearch({ cols: (names.includes(name) ? names.filter((n) => n !== name) : [...names, name]).join(',') });
  return (
    <div className="filter-bar" role="search" aria-label={t('register.filter')}>
      {searched(type) && <SearchBox value={search.q ?? ''} change={(q) => setSearch({ q: q || undefined })} />}
      {type.states.length > 0 && (
        <Menu label={t('register.state')} caret className={states.length ? 'menu-on' : ''} text={states.length === 0 ? t('register.state') : states.length === 1 ? label(type.states.find((s) => s.name === states[0])?.labels) : t('register.states', { count: states.length })}
          items={[
            ...type.states.map((s) => ({ key: s.name, label: label(s.labels), checked: states.includes(s.name), keepOpen: true, onSelect: () => toggleState(s.name) })),
            { key: 'open', icon: 'filter' as const, label: t('register.onlyOpen'), onSelect: () => setSearch({ state: type.states.filter((s) => !s.final).map((s) => s.name).join(',') }) },
            ...(states.length ? [{ key: 'clear', label: t('register.clear'), onSelect: () => setSearch({ state: undefined }) }] : []),
          ]} />
      )}
      {owned && <button type="button" className="btn" aria-pressed={search.mine ?? false} onClick={() => setSearch({ mine: search.mine ? undefined : true })}>{t('register.mine')}</button>}
      <Menu label={t('register.group')} caret className={search.group ? 'menu-on' : ''} text={search.group ? groupLabel() : t('register.group')} items={[
        { key: 'none', label: t('register.noGroup'), checked: !search.group, onSelect: () => setSearch({ group: undefined }) },
        ...(type.states.length ? [{ key: 'state', label: t('register.state'), checked: search.group === 'state', onSelect: () => setSearch({ group: 'state', sort: 'state' }) }] : []),
        ...groupable.map((f) => ({ key: f.name, label: label(f.labels), checked: search.group === f.name, onSelect: () => setSearch({ group: f.name, sort: f.name }) })),
      ]} />
      <Menu label={t('plan.columns')} icon="columns" items={type.fields.filter((f) => f.name !== type.title).map((f) => ({ key: f.name, label: label(f.labels), checked: names.includes(f.name), keepOpen: true, onSelect: () => toggleColumn(f.name) }))} />
      <ViewsMenu type={type} search={search} setSearch={setSearch} />
      <span className="register-count" role="status">{t('register.count', { count: total })}</span>
      <span className="plan-gap" />
      {importFile && <button type="button" className="btn btn-icon" aria-label={t('register.import')} title={t('register.import')} onClick={importFile}><Icon name="upload" /></button>}
      {mayExport && <ExportMenu path={`/${type.plural}`} name={type.plural} query={{ filter, sort: search.sort }} />}
      {create && <button type="button" className="btn btn-primary" onClick={create}><Icon name="plus" />{t('register.create', { name: label(type.labels) })}</button>}
    </div>
  );

  function groupLabel(): string {
    if (search.group === 'state') return t('register.state');
    return label(type.fields.find((f) => f.name === search.group)?.labels);
  }
}

/** Typed text reaches the address a moment later, so that each letter is not a request. */
function SearchBox({ value, change }: { value: string; change: (text: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => change(text), 250);
    return () => clearTimeout(timer);
  }, [text, value, change]);
  return <span className="plan-find"><Icon name="search" /><input type="search" className="input" aria-label={t('register.find')} placeholder={t('register.find')} value={text} onChange={(e) => setText(e.target.value)} /></span>;
}

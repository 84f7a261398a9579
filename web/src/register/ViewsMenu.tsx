import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, get, post } from '../api/client';
import type { RecordType } from '../api/types';
import { Dialog } from '../ui/dialog';
import { Menu, type MenuItem } from '../ui/menu';
import { showToast } from '../ui/toast';
import type { RegisterSearch } from './filter';
import { sameView, viewOf, type View } from './view';

interface SavedView { id: string; name: string; record: string; view: View; shared: boolean; mine: boolean }

/** Arrangements of this register kept under a name: own ones, and those that others share. */
export function ViewsMenu({ type, search, setSearch }: { type: RecordType; search: RegisterSearch; setSearch: (change: Partial<RegisterSearch>) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const key = ['saved-views', type.name];
  const views = useQuery({ queryKey: key, queryFn: () => get<{ items: SavedView[] }>('/saved-views', { record: type.name }), retry: false });
  const [saving, setSaving] = useState(false);
  const refresh = () => void client.invalidateQueries({ queryKey: key });
  const remove = useMutation({ mutationFn: (one: SavedView) => call<void>('DELETE', `/saved-views/${one.id}`), onSuccess: refresh, onError: (error) => showToast(error.message, { tone: 'error' }) });
  const items = views.data?.items ?? [];
  const present = viewOf(search);
  const shown = items.find((one) => sameView(one.view, present));
  const entry = (one: SavedView): MenuItem => ({ key: one.id, label: one.name, checked: one === shown, onSelect: () => setSearch({ ...viewOf({}), ...one.view }) });
  const groups: [string, SavedView[]][] = [[t('views.mine'), items.filter((one) => one.mine)], [t('views.shared'), items.filter((one) => !one.mine)]];
  return (
    <>
      <Menu label={t('views.title')} caret className={shown ? 'menu-on' : ''} text={shown?.name ?? t('views.title')} items={[
        { key: 'all', label: t('views.plain'), checked: sameView({}, present), onSelect: () => setSearch(viewOf({})) },
        ...groups.flatMap(([name, list]) => (list.length === 0 ? [] : [{ key: name, heading: true, label: name }, ...list.map(entry)])),
        { key: 'save', icon: 'plus' as const, label: t('views.save'), onSelect: () => setSaving(true) },
        ...(shown?.mine ? [{ key: 'remove', icon: 'trash' as const, danger: true, label: t('views.remove', { name: shown.name }), onSelect: () => remove.mutate(shown) }] : []),
      ]} />
      {saving && <SaveView record={type.name} view={present} close={() => setSaving(false)} saved={() => { setSaving(false); refresh(); }} />}
    </>
  );
}

function SaveView({ record, view, close, saved }: { record: string; view: View; close: () => void; saved: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useMutation({ mutationFn: () => post<SavedView>('/saved-views', { name: name.trim(), record, view, shared }), onSuccess: saved });
  return (
    <Dialog title={t('views.save')} onClose={close} width={420} footer={<>
      <button type="button" className="btn" onClick={close}>{t('common.cancel')}</button>
      <button type="submit" form="save-view" className="btn btn-primary" disabled={!name.trim() || save.isPending}>{t('views.doSave')}</button>
    </>}>
      <form id="save-view" onSubmit={(event) => { event.preventDefault(); if (name.trim()) save.mutate(); }}>
        <label className="field"><span className="field-label">{t('views.name')}</span><input className="input" autoFocus maxLength={80} value={name} onChange={(event) => setName(event.target.value)} /></label>
        <label className="views-shared"><input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} /> {t('views.share')}</label>
        {save.isError && <p className="field-error" role="alert">{save.error.message}</p>}
      </form>
    </Dialog>
  );
}

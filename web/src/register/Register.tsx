import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf, listFields } from '../api/schema';
import { may, useSession } from '../api/session';
import { useRecords } from '../api/records';
import type { RecordType } from '../api/types';
import { Empty, Failed, Skeleton } from '../ui/parts';
import { CreateDialog } from './CreateDialog';
import { FilterBar } from './FilterBar';
import { ImportDialog } from './ImportDialog';
import { filterText, type RegisterSearch } from './filter';
import { RecordPanel } from './RecordPanel';
import { RegisterGrid } from './RegisterGrid';
import './register.css';

/** Any declared record: filter bar, virtual grid, side panel, creation. The address holds the whole state. */
export function Register({ type, project }: { type: RecordType; project?: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as RegisterSearch;
  const { session } = useSession();
  const setSearch = useCallback((change: Partial<RegisterSearch>) => {
    void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...change }), replace: !('open' in change) } as never);
  }, [navigate]);
  const owned = Boolean(fieldOf(type, 'owner'));
  const filter = filterText({ ...search, project: project ?? search.project }, type.title, owned);
  const list = useRecords(type.plural, { filter, sort: search.sort });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total ?? null;
  const columns = search.cols ? search.cols.split(',').map((name) => fieldOf(type, name)).filter((f) => f !== undefined) : listFields(type).filter((f) => !(project && f.name === 'project'));
  const filtered = Boolean(search.q || search.state || search.mine || search.filter);
  const mayCreate = may(session, type.name, 'create');
  const [creating, setCreating] = useState(Boolean(search.create));
  const [importing, setImporting] = useState(false);
  const mayImport = mayCreate || may(session, type.name, 'update');
  const closeCreate = () => { setCreating(false); if (search.create) setSearch({ create: undefined }); };
  return (
    <section className="register">
      <FilterBar type={type} search={search} setSearch={setSearch} columns={columns} owned={owned} total={total ?? rows.length} create={mayCreate ? () => setCreating(true) : undefined} importFile={mayImport ? () => setImporting(true) : undefined} mayExport={may(session, type.name, 'export')} {...(filter ? { filter } : {})} />
      <div className="register-main">
        {list.isPending ? <Skeleton rows={10} /> : list.isError ? <Failed error={list.error} retry={() => void list.refetch()} /> : rows.length === 0 ? (
          <Empty title={filtered ? t('register.noMatch') : t('register.empty')} action={!filtered && mayCreate ? <button type="button" className="btn btn-primary" onClick={() => setCreating(true)}>{t('register.createFirst')}</button> : filtered ? <button type="button" className="btn" onClick={() => setSearch({ q: undefined, state: undefined, mine: undefined, filter: undefined })}>{t('register.clear')}</button> : undefined} />
        ) : (
          <RegisterGrid type={type} rows={rows} columns={columns} search={search} setSearch={setSearch} more={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined} editable={may(session, type.name, 'update')} />
        )}
        {search.open && <RecordPanel key={search.open} type={type} id={search.open} close={() => setSearch({ open: undefined })} />}
      </div>
      {importing && <ImportDialog type={type} project={project} close={() => setImporting(false)} />}
      {creating && <CreateDialog type={type} project={project} close={closeCreate} created={(id) => { closeCreate(); setSearch({ open: id, create: undefined }); }} />}
    </section>
  );
}

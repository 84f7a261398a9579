import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../api/client';
import { quote, useShortList } from '../api/records';
import type { PlanEdit } from '../api/types';
import { formatHours, formatMoney, grouped, minorPerMajor, readHours } from '../format/number';
import type { Screen } from './PlanScreen';
import { staffOf, type Assigned } from './staff';
import { useTryOut } from './useTryOut';

const efforts = ['fixed_units', 'fixed_duration', 'fixed_work'] as const;
const mostOffered = 8;
const quietMs = 250;

/** Who works on the activity: units and work of each, edited in place with a preview; people found by name and added. */
export function StaffSection({ screen, i }: { screen: Screen; i: number }) {
  const { t } = useTranslation();
  const { model } = screen.surface.view;
  const [refused, setRefused] = useState<string[]>([]);
  const { tryOut, clear, summary: previewing } = useTryOut(screen);
  const activity = model.id[i]!;
  const people = staffOf(model, i);
  const canEdit = model.meta.can_edit && !model.external[i];
  const done = model.percent[i]! >= 100;
  useEffect(() => setRefused([]), [i]);
  const send = async (edits: PlanEdit[]) => {
    clear();
    setRefused([]);
    const said = (error: ApiError) => setRefused(error.problem.errors?.map((e) => e.message ?? e.code ?? '') ?? [error.message]);
    return (await screen.editing.commit(edits, { cell: said })) !== null;
  };
  const effort = model.effort?.[i] ?? 'fixed_units';
  return (
    <section className="panel-section staff" aria-label={t('plan.staff.title')}>
      <h3>{t('plan.staff.title')} <span className="count">{people.length}</span></h3>
      {people.length > 0 && (
        <table className="staff-table">
          <thead><tr><th>{t('plan.staff.who')}</th><th className="staff-figure">{t('plan.staff.units')}</th><th className="staff-figure">{t('plan.column.work')}</th><th><span className="visually-hidden">{t('plan.remove')}</span></th></tr></thead>
          <tbody>{people.map((one) => <Row key={`${activity}.${one.resource.uid}.${one.units}.${one.work}.${one.resource.rate ?? ''}`} screen={screen} activity={activity} one={one} canEdit={canEdit && !done} send={send} tryOut={(edits) => void tryOut(edits)} clear={clear} />)}</tbody>
        </table>
      )}
      {previewing && <p className="field-help" role="status">{previewing}</p>}
      {people.length === 0 && <p className="field-help">{t('plan.staff.nobody')}</p>}
      {canEdit && !done && <AddPerson screen={screen} i={i} present={people} add={(edit) => send([edit])} />}
      {canEdit && done && <p className="field-help">{t('plan.staff.done')}</p>}
      {canEdit && !done && (
        <div className="staff-kind">
          <label className="field"><span className="field-label">{t('plan.staff.effort')}</span>
            <select className="select" value={effort} onChange={(e) => void send([{ set: { activity, effort: e.target.value } }])}>{[...efforts, ...(efforts.some((e) => e === effort) ? [] : [effort])].map((e) => <option key={e} value={e}>{t(`plan.effort.${e}`)}</option>)}</select></label>
          <label className="staff-driven" title={t('plan.staff.drivenHelp')}><input type="checkbox" className="check" checked={model.effortDriven[i] === 1 || effort === 'fixed_work'} disabled={effort === 'fixed_work'} onChange={(e) => void send([{ set: { activity, effort_driven: e.target.checked } }])} /> {t('plan.staff.driven')}</label>
        </div>
      )}
      {refused.map((text) => <p key={text} className="field-error" role="alert">{text}</p>)}
    </section>
  );
}

interface RowProps { screen: Screen; activity: string; one: Assigned; canEdit: boolean; send: (edits: PlanEdit[]) => Promise<boolean>; tryOut: (edits: PlanEdit[]) => void; clear: () => void }

function Row({ screen, activity, one, canEdit, send, tryOut, clear }: RowProps) {
  const { t, i18n } = useTranslation();
  const { model } = screen.surface.view;
  const { resource } = one;
  const hours = formatHours(one.work, i18n.language);
  const works = resource.kind === 'work' || resource.kind === 'equipment';
  const editOf = (change: { units?: number; work?: number }): PlanEdit[] => [{ assign: { activity, resource: resource.uid, ...change } }];
  const readUnits = (text: string) => { const value = Number(text.replace(/[%\uff05\s]/g, '') || NaN); return Number.isFinite(value) ? editOf({ units: value }) : null; };
  const readWork = (text: string) => { const value = readHours(text, model.meta.minutes_per_day); return Number.isFinite(value) ? editOf({ work: value }) : null; };
  const share = { send, tryOut, clear };
  return (
    <tr>
      <th scope="row"><span className="staff-name" title={resource.name}>{resource.name}</span>{works && model.staff.rates && <Rate resource={resource.uid} rate={resource.rate} currency={model.meta.currency} canEdit={canEdit && !screen.editing.of.scenario} send={send} name={resource.name} />}</th>
      <td className="staff-figure">{canEdit ? <Figure label={t('plan.staff.unitsOf', { name: resource.name })} value={`${grouped(one.units)}%`} read={readUnits} {...share} /> : `${grouped(one.units)}%`}</td>
      <td className="staff-figure">{canEdit && works ? <Figure label={t('plan.staff.workOf', { name: resource.name })} value={hours} read={readWork} {...share} /> : works ? hours : ''}</td>
      <td>{canEdit && <button type="button" className="btn btn-icon btn-quiet" aria-label={t('plan.staff.removeOf', { name: resource.name })} onClick={() => void send([{ unassign: { activity, resource: resource.uid } }])}>×</button>}</td>
    </tr>
  );
}

interface FigureProps { label: string; value: string; read: (text: string) => PlanEdit[] | null; send: (edits: PlanEdit[]) => Promise<boolean>; tryOut: (edits: PlanEdit[]) => void; clear: () => void }

/** One figure: what it would do is drawn while it is typed; Enter or leaving applies it, Esc takes it back. */
function Figure({ label, value, read, send, tryOut, clear }: FigureProps) {
  const [text, setText] = useState(value);
  const [bad, setBad] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string) => {
    setText(next);
    setBad(false);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => { const edits = read(next); if (edits && next !== value) tryOut(edits); else clear(); }, quietMs);
  };
  const back = () => { clearTimeout(timer.current); setText(value); setBad(false); clear(); };
  const apply = async () => {
    clearTimeout(timer.current);
    if (text === value) { clear(); return; }
    const edits = read(text);
    if (!edits) { setBad(true); return; }
    if (!(await send(edits))) setBad(true);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter') { event.preventDefault(); void apply(); }
    if (event.key === 'Escape' && text !== value) { event.stopPropagation(); back(); }
  };
  return <input className={`input staff-input${bad ? ' plan-invalid' : ''}`} aria-label={label} aria-invalid={bad} value={text} onFocus={(e) => e.target.select()} onChange={(e) => type(e.target.value)} onKeyDown={key} onBlur={() => void apply()} />;
}

/** What an hour costs: shown to those who may know, changed by a click. */
function Rate({ resource, rate, currency, canEdit, send, name }: { resource: string; rate: number | null; currency: string; canEdit: boolean; send: (edits: PlanEdit[]) => Promise<boolean>; name: string }) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const shown = t('plan.staff.rate', { rate: formatMoney({ minor: Math.round((rate ?? 0) * minorPerMajor(currency)), currency }, i18n.language) });
  if (!canEdit) return <small>{shown}</small>;
  if (!open) return <button type="button" className="btn btn-link staff-rate" title={t('plan.staff.rateHelp')} onClick={() => setOpen(true)}>{shown}</button>;
  const save = async (text: string) => {
    const value = Number(text.trim() || NaN);
    if (Number.isFinite(value) && value !== rate) await send([{ resource: { uid: resource, rate: value } }]);
    setOpen(false);
  };
  return <input className="input staff-input staff-rate-input" autoFocus inputMode="decimal" aria-label={t('plan.staff.rateOf', { name })} defaultValue={String(rate ?? 0)} onBlur={(e) => void save(e.target.value)}
    onKeyDown={(e) => { if (e.key === 'Enter') void save(e.currentTarget.value); if (e.key === 'Escape') { e.stopPropagation(); setOpen(false); } }} />;
}

interface Offer { key: string; name: string; note: string; edit: PlanEdit }

/** People by name: those of the plan first, then everybody in the register. */
function AddPerson({ screen, i, present, add }: { screen: Screen; i: number; present: Assigned[]; add: (edit: PlanEdit) => Promise<boolean> }) {
  const { t } = useTranslation();
  const { model } = screen.surface.view;
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const id = useId();
  const wanted = text.trim();
  const activity = model.id[i]!;
  const persons = useShortList('persons', { filter: wanted ? `name contains ${quote(wanted)}` : undefined, sort: 'name', limit: mostOffered * 2, fields: 'name,title' }, open);
  const here = new Set(present.map((one) => one.resource.uid));
  const own = model.staff.resources.filter((one) => !here.has(one.uid) && one.name.toLowerCase().includes(wanted.toLowerCase())).slice(0, mostOffered)
    .map((one): Offer => ({ key: one.uid, name: one.name, note: t('plan.staff.inPlan'), edit: { assign: { activity, resource: one.uid } } }));
  const known = new Set(model.staff.resources.flatMap((one) => [one.person ?? '', one.name]));
  const others = (persons.data?.items ?? []).filter((row) => !known.has(row.id) && !known.has(String(row['name'])))
    .map((row): Offer => ({ key: row.id, name: String(row['name']), note: String(row['title'] ?? ''), edit: { assign: { activity, person: row.id } } }));
  const offers = [...own, ...others].slice(0, mostOffered);
  const chosen = offers[Math.min(at, offers.length - 1)];
  const take = async (offer: Offer | undefined) => { if (offer && (await add(offer.edit))) { setText(''); setAt(0); } };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); setOpen(true); setAt((Math.min(at, offers.length - 1) + (event.key === 'ArrowDown' ? 1 : -1) + offers.length) % Math.max(1, offers.length)); }
    if (event.key === 'Enter') { event.preventDefault(); if (open) void take(chosen); }
    if (event.key === 'Escape' && open) { event.stopPropagation(); setOpen(false); }
  };
  return (
    <div className="staff-add">
      <input className="input" role="combobox" aria-label={t('plan.staff.add')} placeholder={t('plan.staff.add')} aria-expanded={open} aria-controls={id} aria-autocomplete="list" autoComplete="off"
        aria-activedescendant={open && chosen ? `${id}-${offers.indexOf(chosen)}` : undefined} value={text}
        onChange={(e) => { setText(e.target.value); setAt(0); setOpen(true); }} onFocus={() => setOpen(true)} onBlur={() => setOpen(false)} onKeyDown={key} />
      <ul className="staff-offers" id={id} role="listbox" aria-label={t('plan.staff.add')} hidden={!open}>
        {offers.map((offer, k) => (
          <li key={offer.key} id={`${id}-${k}`} role="option" aria-selected={offer === chosen} onPointerDown={(e) => { e.preventDefault(); void take(offer); }}><span>{offer.name}</span><small>{offer.note}</small></li>
        ))}
        {offers.length === 0 && !persons.isFetching && <li role="option" aria-selected={false} aria-disabled="true" className="staff-none">{t('plan.staff.noMatch')}</li>}
      </ul>
    </div>
  );
}

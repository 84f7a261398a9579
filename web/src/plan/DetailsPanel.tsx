import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { formatDay, formatDayTime, minutesPerDay, readTypedDate, toPlanDate } from '../format/date';
import { formatDuration, formatHours, formatSignedDuration } from '../format/number';
import { finishVariance, isSummary, kinds, linkTypes } from './model';
import { OtherProjectLink } from './OtherProjectLink';
import { PanelFrame } from './PanelFrame';
import type { Screen } from './PlanScreen';
import { StaffSection } from './StaffSection';

const constraints = ['asap', 'alap', 'start_no_earlier_than', 'start_no_later_than', 'finish_no_earlier_than', 'finish_no_later_than', 'must_start_on', 'must_finish_on'] as const;

export function DetailsPanel({ screen, close, openWhy }: { screen: Screen; close: () => void; openWhy: (field: string) => void }) {
  const { t, i18n } = useTranslation();
  const { view } = screen.surface;
  const { model } = view;
  const i = view.active;
  if (i < 0) return null;
  const perDay = model.meta.minutes_per_day;
  const variance = finishVariance(model, i);
  const why = (field: string, text: string) => <button type="button" className="why-link" title={t('plan.why')} onClick={() => openWhy(field)}>{text}</button>;
  const facts: [string, React.ReactNode][] = [
    [t('plan.column.start'), why('start', formatDayTime(model.start[i]!))],
    [t('plan.column.finish'), why('finish', formatDayTime(model.finish[i]!))],
    [t('plan.column.duration'), formatDuration(model.duration[i], perDay, i18n.language)],
    [t('plan.column.total_float'), why('total_float', formatDuration(model.totalFloat[i], perDay, i18n.language))],
    [t('plan.column.free_float'), formatDuration(model.freeFloat[i], perDay, i18n.language)],
    [t('plan.whyField.critical'), why('critical', model.critical[i] ? t('common.yes') : t('common.no'))],
    [t('plan.column.baseline_finish'), formatDay(model.baselineFinish[i]!)],
    [t('plan.column.variance'), Number.isFinite(variance) ? formatSignedDuration(Math.round(variance / minutesPerDay) * minutesPerDay, minutesPerDay, i18n.language) : ''],
    ...(view.progress && Number.isFinite(view.progress.lateness[i]) ? ([
      [t('plan.progress.lateness'), formatSignedDuration(view.progress.lateness[i]!, perDay, i18n.language)],
      [t('plan.progress.hitsSuccessors'), formatDuration(view.progress.hitsSuccessors[i], perDay, i18n.language)],
      [t('plan.progress.hitsFinish'), formatDuration(view.progress.hitsFinish[i], perDay, i18n.language)],
    ] as [string, React.ReactNode][]) : []),
    [t('plan.actualStart'), formatDayTime(model.actualStart[i]!)],
    [t('plan.actualFinish'), formatDayTime(model.actualFinish[i]!)],
    [t('plan.calendar'), model.calendars.find((c) => c.index === model.calendar[i])?.name ?? ''],
    [t('plan.column.work'), model.work[i]! > 0 ? formatHours(model.work[i]!, i18n.language) : ''],
    [t('plan.column.levelling_delay'), model.levellingDelay[i]! > 0 ? why('start', formatDuration(model.levellingDelay[i], minutesPerDay, i18n.language)) : ''],
  ];
  return (
    <PanelFrame title={`${i + 1} · ${t(`plan.kind.${isSummary(model, i) ? 'summary' : kinds[model.kind[i]!]}`)}`} subtitle={model.name[i]!} close={close}>
      <dl className="facts">{facts.filter(([, value]) => value !== '').map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
      {!isSummary(model, i) && <StaffSection key={model.id[i]} screen={screen} i={i} />}
      {model.meta.can_edit && !isSummary(model, i) && !model.external[i] && <Dates key={`${model.id[i]}.${model.meta.version}`} screen={screen} i={i} />}
      <LinkList screen={screen} i={i} direction="predecessors" />
      <LinkList screen={screen} i={i} direction="successors" />
    </PanelFrame>
  );
}

function Dates({ screen, i }: { screen: Screen; i: number }) {
  const { t } = useTranslation();
  const { model } = screen.surface.view;
  const [constraint, setConstraint] = useState(model.constraint[i] ?? 'asap');
  const [date, setDate] = useState(formatDay(model.constraintDate[i]!));
  const [deadline, setDeadline] = useState(formatDay(model.deadline[i]!));
  const [refused, setRefused] = useState('');
  useEffect(() => setRefused(''), [i]);
  const dated = constraint !== 'asap' && constraint !== 'alap';
  const send = async (values: Record<string, unknown>) => {
    setRefused('');
    await screen.editing.commit([{ set: { activity: model.id[i]!, ...values } }], { cell: (error: ApiError) => setRefused(error.problem.errors?.[0]?.message ?? error.message) });
  };
  const read = (text: string, present: number, time: number): string | null | undefined => {
    if (!text.trim()) return null;
    const value = readTypedDate(text, present, time);
    return Number.isNaN(value) ? undefined : toPlanDate(value);
  };
  const sendConstraint = (code: string, text: string) => {
    if (code === 'asap' || code === 'alap') { void send({ constraint: code, constraint_date: null }); return; }
    const value = read(text, model.constraintDate[i]!, code.includes('finish') ? 1020 : 480);
    if (value === undefined) setRefused(t('plan.unreadable.date'));
    else if (value !== null) void send({ constraint: code, constraint_date: value });
  };
  const choose = (code: string) => {
    setConstraint(code);
    const text = date || formatDay(code.includes('finish') ? model.finish[i]! : model.start[i]!);
    if (code !== 'asap' && code !== 'alap') setDate(text);
    sendConstraint(code, text);
  };
  return (
    <section className="panel-section">
      <h3>{t('plan.constraintTitle')}</h3>
      <label className="field"><span className="field-label">{t('plan.constraintLabel')}</span>
        <select className="select" value={constraint} onChange={(e) => choose(e.target.value)}>{constraints.map((c) => <option key={c} value={c}>{t(`plan.constraint.${c}`)}</option>)}</select>
      </label>
      {dated && <label className="field"><span className="field-label">{t('plan.constraintDate')}</span>
        <input className="input" value={date} placeholder="2026-10-08" onChange={(e) => setDate(e.target.value)} onBlur={() => date !== formatDay(model.constraintDate[i]!) && sendConstraint(constraint, date)} /></label>}
      <label className="field"><span className="field-label">{t('plan.column.deadline')}</span>
        <input className="input" value={deadline} placeholder="2026-10-08" onChange={(e) => setDeadline(e.target.value)}
          onBlur={() => { if (deadline === formatDay(model.deadline[i]!)) return; const value = read(deadline, model.deadline[i]!, 1020); if (value === undefined) setRefused(t('plan.unreadable.date')); else void send({ deadline: value }); }} /></label>
      {refused && <p className="field-error" role="alert">{refused}</p>}
    </section>
  );
}

function LinkList({ screen, i, direction }: { screen: Screen; i: number; direction: 'predecessors' | 'successors' }) {
  const { t, i18n } = useTranslation();
  const [linking, setLinking] = useState(false);
  const { surface } = screen;
  const { view } = surface;
  const { model } = view;
  const { links } = model;
  const at = direction === 'predecessors' ? links.predecessorAt : links.successorAt;
  const list = [...(direction === 'predecessors' ? links.predecessors : links.successors).subarray(at[i]!, at[i + 1]!)];
  const goTo = (k: number) => { view.active = k; view.selected = new Set([k]); surface.reveal(k, true); surface.events.changed(); };
  return (
    <section className="panel-section">
      <h3>{t(`plan.${direction}`)} <span className="count">{list.length}</span></h3>
      {list.length === 0 && <p className="field-help">{t('plan.noLinks')}</p>}
      <ul className="link-list">
        {list.slice(0, 60).map((link) => {
          const k = (direction === 'predecessors' ? links.from : links.to)[link]!;
          const lag = links.lag[link]!;
          return (
            <li key={link} className={links.driving[link] ? 'link-driving' : ''}>
              <button type="button" className="btn btn-link" onClick={() => goTo(k)}>{k + 1} · {model.name[k]}</button>
              <span className="link-type">{linkTypes[links.type[link]!]!.toUpperCase()}{lag ? formatSignedDuration(lag, model.meta.minutes_per_day, i18n.language) : ''}{links.driving[link] ? ` · ${t('plan.driving')}` : ''}</span>
              {model.meta.can_edit && <button type="button" className="btn btn-icon btn-quiet" aria-label={t('plan.removeLink', { name: model.name[k] })} onClick={() => void screen.editing.commit([{ unlink: { from: model.id[links.from[link]!]!, to: model.id[links.to[link]!]!, type: linkTypes[links.type[link]!]! } }], { toast: true })}>×</button>}
            </li>
          );
        })}
      </ul>
      {direction === 'predecessors' && model.meta.can_edit && !model.external[i] && <button type="button" className="btn btn-link" onClick={() => setLinking(true)}>{t('plan.other.add')}</button>}
      {linking && <OtherProjectLink screen={screen} activity={i} close={() => setLinking(false)} />}
    </section>
  );
}

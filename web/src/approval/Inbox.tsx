import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecord } from '../api/records';
import { useSchema } from '../api/schema';
import type { Row } from '../api/types';
import { recordPath } from '../app/paths';
import { formatDay, formatMoment, todayMinutes } from '../format/date';
import { useReader } from '../register/useReader';
import { Card, Empty, Failed, Skeleton } from '../ui/parts';
import { To } from '../ui/To';
import { stepLabels, textOf, useDecisionsOf, useWaiting } from './api';
import { DecideForm } from './DecideForm';
import { Evidence } from './Evidence';
import { Stages } from './Stages';
import './approval.css';

const firstShown = 12;

/** Decisions that wait for me, the most urgent first; one is open, with all that is needed to answer it. */
export function Inbox() {
  const { t } = useTranslation();
  const list = useWaiting();
  const { task } = useSearch({ strict: false }) as { task?: string };
  const [open, setOpen] = useState<string | null>(task ?? null);
  const [all, setAll] = useState(false);
  const rows = list.data?.items ?? [];
  const chosen = rows.some((r) => r.id === open) || open === '' ? open : rows[0]?.id;
  return (
    <Card title={t('approval.waiting')} extra={list.data ? t('approval.waitingCount', { count: list.data.total ?? rows.length }) : undefined} className="inbox">
      {list.isPending ? <Skeleton rows={4} /> : list.isError ? <Failed error={list.error} /> : rows.length === 0 ? <Empty title={t('approval.noneWaiting')}>{t('approval.noneWaitingText')}</Empty> : (
        <ul className="inbox-list">{(all ? rows : rows.slice(0, firstShown)).map((row) => <Task key={row.id} task={row} open={row.id === chosen} toggle={() => setOpen(row.id === chosen ? '' : row.id)} />)}</ul>
      )}
      {!all && rows.length > firstShown && <button type="button" className="btn btn-quiet inbox-more" onClick={() => setAll(true)}>{t('approval.showAll', { count: rows.length })}</button>}
    </Card>
  );
}

function Task({ task, open, toggle }: { task: Row; open: boolean; toggle: () => void }) {
  const { t } = useTranslation();
  const reader = useReader();
  const type = useSchema()?.records.get(textOf(task, 'record'));
  const due = textOf(task, 'due').slice(0, 10);
  const late = due !== '' && due < formatDay(todayMinutes());
  return (
    <li className={`inbox-item${open ? ' inbox-open' : ''}`} data-task={task.id}>
      <button type="button" className="inbox-head" aria-expanded={open} onClick={toggle}>
        <span className="inbox-kind">{type ? reader.label(type.labels) : textOf(task, 'record')}</span>
        <span className="inbox-title">{textOf(task, 'title')}</span>
        <span className="inbox-stage">{textOf(task, 'stage_name')}</span>
        {due && <time className={late ? 'item-late' : 'item-when'}>{due}{late && <span className="visually-hidden"> {t('home.overdue')}</span>}</time>}
      </button>
      {open && <TaskBody task={task} />}
    </li>
  );
}

function TaskBody({ task }: { task: Row }) {
  const { t } = useTranslation();
  const reader = useReader();
  const schema = useSchema();
  const approval = useRecord(schema?.records.get('approval'), textOf(task, 'approval'));
  const decisions = useDecisionsOf(textOf(task, 'record_id'));
  const type = schema?.records.get(textOf(task, 'record'));
  if (approval.isError) return <Failed error={approval.error} />;
  if (!approval.data) return <Skeleton rows={3} />;
  const step = stepLabels(type, textOf(approval.data, 'step'));
  return (
    <div className="inbox-body">
      <p className="inbox-asked">
        {t('approval.asks', { who: approval.data.titles?.['requester'] ?? t('approval.system'), step: step ? reader.label(step) : textOf(approval.data, 'step'), when: formatMoment(approval.data.created_at) })}
        {' '}<To to={recordPath(textOf(task, 'record'), textOf(task, 'record_id'))}>{t('approval.openRecord')}</To>
        {task.titles?.['acting_for'] && <span className="field-help"> {t('approval.actingFor', { who: task.titles['acting_for'] })}</span>}
      </p>
      <Stages approval={approval.data} decisions={(decisions.data?.items ?? []).filter((d) => d['approval'] === approval.data.id)} />
      <h3 className="inbox-sub">{t('approval.shown')}</h3>
      <Evidence approval={approval.data} />
      <DecideForm key={`${task.id} ${task.version}`} task={task} />
    </div>
  );
}

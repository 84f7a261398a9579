import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSchema } from '../api/schema';
import type { RecordType, Row } from '../api/types';
import { useApprovalsOf } from '../approval/api';
import { RecordApprovals } from '../approval/RecordApprovals';
import { AnswerButton } from '../functions/culture/AnswerButton';
import { Comments } from './Comments';
import { ExportMenu } from './ExportMenu';
import { Files } from './Files';
import { History } from './History';
import { RecordFields } from './RecordFields';
import { Relations } from './Relations';
import { Steps } from './Steps';
import { WatchButton } from './WatchButton';

const tabs = ['fields', 'approvals', 'relations', 'comments', 'files', 'history'] as const;
type Tab = (typeof tabs)[number];
const needs: Partial<Record<Tab, string>> = { relations: 'relation', comments: 'comment', files: 'attachment', approvals: 'approval' };

export function RecordView({ type, row, removed }: { type: RecordType; row: Row; removed: () => void }) {
  const { t } = useTranslation();
  const schema = useSchema();
  const [tab, setTab] = useState<Tab>('fields');
  const approvals = useApprovalsOf(type, row.id);
  const running = approvals.data?.items.some((a) => a.state === 'running') ?? false;
  const asked = type.steps.some((s) => s.approval);
  const shown = tabs.filter((k) => (schema?.records.has(needs[k] ?? type.name) ?? false) && (k !== 'approvals' || asked));
  return (
    <>
      <Steps type={type} row={row} removed={removed} extra={<>{type.name === 'culture_survey' && row.state === 'open' && <AnswerButton survey={row} />}{type.name === 'status_report' && <ExportMenu path={`/status-reports/${row.id}/document`} name={row.number ?? 'status-report'} kinds={['docx', 'pptx', 'xlsx', 'pdf']} text={t('record.paper')} />}{schema?.records.has('watcher') && <WatchButton type={type} row={row} />}</>} />
      {running && tab !== 'approvals' && <p className="running-note" role="status">{t('approval.running')} <button type="button" className="btn btn-link" onClick={() => setTab('approvals')}>{t('approval.show')}</button></p>}
      <div className="tabs" role="tablist">{shown.map((k) => <button key={k} type="button" role="tab" aria-selected={k === tab} className="tab" onClick={() => setTab(k)}>{t(`record.${k}`)}</button>)}</div>
      {tab === 'fields' && <RecordFields key={row.id} type={type} row={row} />}
      {tab === 'approvals' && <RecordApprovals type={type} row={row} />}
      {tab === 'relations' && <Relations type={type} row={row} />}
      {tab === 'comments' && <Comments type={type} row={row} />}
      {tab === 'files' && <Files type={type} row={row} />}
      {tab === 'history' && <History type={type} row={row} />}
    </>
  );
}

import { useTranslation } from 'react-i18next';
import { useSchema } from '../api/schema';
import { useSession } from '../api/session';
import type { RecordType, Row } from '../api/types';
import { formatMoment } from '../format/date';
import { useReader } from '../register/useReader';
import { Skeleton, StateChip } from '../ui/parts';
import { stepLabels, textOf, useApprovalsOf, useDecisionsOf } from './api';
import { DecideForm } from './DecideForm';
import { Evidence } from './Evidence';
import { Stages } from './Stages';
import { Withdraw } from './Withdraw';
import './approval.css';

/** The approvals of a record: who asked, the stages and their decisions; answered here by whom it is asked. */
export function RecordApprovals({ type, row }: { type: RecordType; row: Row }) {
  const { t } = useTranslation();
  const list = useApprovalsOf(type, row.id);
  const decisions = useDecisionsOf(row.id, (list.data?.items.length ?? 0) > 0);
  if (list.isPending) return <Skeleton rows={2} />;
  const rows = list.data?.items ?? [];
  if (rows.length === 0) return <p className="card-none">{t('approval.noneHere')}</p>;
  return <div className="approvals">{rows.map((approval) => <One key={approval.id} type={type} approval={approval} decisions={(decisions.data?.items ?? []).filter((d) => d['approval'] === approval.id)} />)}</div>;
}

function One({ type, approval, decisions }: { type: RecordType; approval: Row; decisions: Row[] }) {
  const { t } = useTranslation();
  const reader = useReader();
  const { session } = useSession();
  const states = useSchema()?.records.get('approval')?.states ?? [];
  const step = stepLabels(type, textOf(approval, 'step'));
  const me = session?.user.person ?? '';
  const asked = decisions.find((d) => d.state === 'waiting' && d['person'] === me);
  const running = approval.state === 'running';
  return (
    <section className={`approval${running ? ' approval-running' : ''}`} data-approval={approval.id}>
      <header className="approval-head">
        <strong>{step ? reader.label(step) : textOf(approval, 'step')}</strong><StateChip state={approval.state} states={states} />
        <span className="field-help">{approval.titles?.['requester'] ?? ''} · {formatMoment(approval.created_at)}</span>
        <span className="plan-gap" />
        {running && approval['requester'] === me && <Withdraw approval={approval} />}
      </header>
      <Stages approval={approval} decisions={decisions} />
      {textOf(approval, 'reason') && <p className="approval-reason">{textOf(approval, 'reason')}</p>}
      <details className="approval-details"><summary>{t('approval.shown')}</summary><Evidence approval={approval} /></details>
      {asked && <DecideForm key={`${asked.id} ${asked.version}`} task={asked} />}
    </section>
  );
}

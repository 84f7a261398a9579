import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import type { Field, Row } from '../api/types';
import { FormField } from '../register/FormField';
import { sentence } from '../register/useSave';
import { Menu } from '../ui/menu';
import { showToast } from '../ui/toast';
import { useVerb } from './api';

type Verb = 'decide' | 'transfer' | 'add_sign';
const person: Field = { name: 'person', kind: 'link', labels: { zh: '人员', en: 'Person' }, target: 'person', required: true };

/** The answer to a decision: a comment, then approve, reject or return; or somebody else is asked. */
export function DecideForm({ task }: { task: Row }) {
  const { t } = useTranslation();
  const verb = useVerb();
  const id = useId();
  const [comment, setComment] = useState('');
  const [asking, setAsking] = useState<'transfer' | 'add_sign' | null>(null);
  const [who, setWho] = useState<unknown>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const send = async (name: Verb, inputs: Record<string, unknown>, done: string) => {
    setBusy(true);
    setError(null);
    try {
      await verb('decision-steps', task, name, { ...inputs, ...(comment.trim() ? { comment: comment.trim() } : {}) });
      showToast(done);
    } catch (refused) {
      setError(refused);
    }
    setBusy(false);
  };
  const messageOf = (field: string) => (error instanceof ApiError ? error.messagesOf(field).join(' ') : '');
  const elsewhere = error !== null && !messageOf('comment') && !messageOf('person');
  const decide = (decision: 'approve' | 'reject' | 'return') => void send('decide', { decision }, t(`approval.done.${decision}`));
  return (
    <div className="decide">
      <label className="field" htmlFor={id}>
        <span className="field-label">{t('approval.comment')}</span>
        <textarea id={id} className="textarea" rows={2} value={comment} aria-invalid={messageOf('comment') ? true : undefined} onChange={(e) => setComment(e.target.value)} />
        {messageOf('comment') && <span className="field-error" role="alert">{messageOf('comment')}</span>}
      </label>
      {asking && <FormField field={person} value={who} refused={messageOf('person')} autoFocus onChange={setWho} />}
      {elsewhere && <p className="field-error" role="alert">{sentence(error, '')}</p>}
      <div className="decide-buttons">
        {asking ? (
          <>
            <button type="button" className="btn btn-primary" disabled={busy || !who} onClick={() => void send(asking, { person: who }, t(`approval.done.${asking}`))}>{t(`approval.${asking}`)}</button>
            <button type="button" className="btn" onClick={() => { setAsking(null); setError(null); }}>{t('common.cancel')}</button>
          </>
        ) : (
          <>
            <button type="button" className="btn btn-primary" data-decision="approve" disabled={busy} onClick={() => decide('approve')}>{t('approval.approve')}</button>
            <button type="button" className="btn btn-danger" data-decision="reject" disabled={busy} onClick={() => decide('reject')}>{t('approval.reject')}</button>
            <button type="button" className="btn" data-decision="return" disabled={busy} onClick={() => decide('return')}>{t('approval.return')}</button>
            <span className="plan-gap" />
            <Menu label={t('common.more')} icon="more" align="right" items={[{ key: 'transfer', label: t('approval.transfer'), onSelect: () => setAsking('transfer') }, { key: 'add_sign', label: t('approval.add_sign'), onSelect: () => setAsking('add_sign') }]} />
          </>
        )}
      </div>
    </div>
  );
}

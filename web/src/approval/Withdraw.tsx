import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../api/types';
import { FormField } from '../register/FormField';
import { sentence } from '../register/useSave';
import { Dialog } from '../ui/dialog';
import { showToast } from '../ui/toast';
import { useVerb } from './api';

/** Takes back a request of one's own while it runs. */
export function Withdraw({ approval }: { approval: Row }) {
  const { t } = useTranslation();
  const verb = useVerb();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [error, setError] = useState('');
  const send = async () => {
    try {
      await verb('approvals', approval, 'withdraw', reason.trim() ? { reason: reason.trim() } : {});
      setAsking(false);
      showToast(t('approval.done.withdraw'));
    } catch (refused) {
      setError(sentence(refused, 'reason'));
    }
  };
  return (
    <>
      <button type="button" className="btn" onClick={() => setAsking(true)}>{t('approval.withdraw')}</button>
      {asking && (
        <Dialog title={t('approval.withdrawTitle')} onClose={() => setAsking(false)} width={460} footer={<><button type="button" className="btn" onClick={() => setAsking(false)}>{t('common.cancel')}</button><button type="button" className="btn btn-primary" onClick={() => void send()}>{t('approval.withdraw')}</button></>}>
          <FormField field={{ name: 'reason', kind: 'text', multiline: true, labels: { zh: '原因', en: 'Reason' } }} value={reason} autoFocus refused={error} onChange={(value) => setReason(String(value ?? ''))} />
        </Dialog>
      )}
    </>
  );
}

import { useTranslation } from 'react-i18next';
import { formatMoment } from '../format/date';
import { Dialog } from '../ui/dialog';
import './account.css';

export interface OneTime { one_time_password: string; valid_until: string }

/** The password an administrator hands over; nobody can show it again. */
export function OneTimeDialog({ secret, close }: { secret: OneTime; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('account.oneTime')} onClose={close} width={460} footer={<button type="button" className="btn btn-primary" onClick={close}>{t('common.close')}</button>}>
      <p><output className="one-time">{secret.one_time_password}</output></p>
      <p className="field-help">{t('account.oneTimeLead', { until: formatMoment(secret.valid_until) })}</p>
    </Dialog>
  );
}

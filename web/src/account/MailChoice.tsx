import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { patch, post } from '../api/client';
import { useShortList } from '../api/records';
import { fieldOf, useLabel, useSchema } from '../api/schema';
import { showToast } from '../ui/toast';

/** Whether notices come by mail: at once, once a day, not at all. */
export function MailChoice() {
  const { t } = useTranslation();
  const label = useLabel();
  const client = useQueryClient();
  const type = useSchema()?.records.get('mail_setting');
  const list = useShortList('mail-settings', { limit: 1 }, Boolean(type));
  const row = list.data?.items[0];
  const save = useMutation({
    mutationFn: (mail: string) => (row ? patch(`/mail-settings/${row.id}`, { mail }, row.version) : post('/mail-settings', { mail })),
    onSuccess: () => showToast(t('account.mailSaved')),
    onError: (error) => showToast(error.message, { tone: 'error' }),
    onSettled: () => void client.invalidateQueries({ queryKey: ['list', 'mail-settings'] }),
  });
  const choices = (type && fieldOf(type, 'mail')?.choices) ?? [];
  const now = String(row?.['mail'] ?? 'at_once');
  return (
    <fieldset className="account-form" disabled={save.isPending || list.isPending}>
      <legend className="field-help">{t('account.mailLead')}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className="account-choice"><input type="radio" name="mail" value={choice.value} checked={now === choice.value} onChange={() => save.mutate(choice.value)} /> {label(choice.labels)}</label>
      ))}
    </fieldset>
  );
}

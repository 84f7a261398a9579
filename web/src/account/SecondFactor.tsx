import { useQuery, useQueryClient } from '@tanstack/react-query';
import { QRCode } from 'antd';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, get, post } from '../api/client';
import { formatMoment } from '../format/date';
import { Dressed } from '../register/Dressed';
import { Card, Failed, Skeleton } from '../ui/parts';
import { Dialog } from '../ui/dialog';
import { showToast } from '../ui/toast';
import './account.css';

interface Factor { on: boolean; since: string | null; recovery_codes_left: number }
interface Key { secret: string; address: string }

const key = ['second-factor'];
const few = 3;

/** Signing in with a code of one's phone beside the password: on, off, and what it needs. */
export function SecondFactor() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const factor = useQuery({ queryKey: key, queryFn: () => get<Factor>('/session/second-factor'), retry: false });
  const [begun, setBegun] = useState<Key | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const renew = () => { void client.invalidateQueries({ queryKey: key }); void client.invalidateQueries({ queryKey: ['sessions'] }); };
  const begin = async (sent: Sent) => setBegun(await post<Key>('/session/second-factor', { password: sent.password }));
  const confirm = async (sent: Sent) => {
    const answer = await post<{ recovery_codes: string[] }>('/session/second-factor/confirm', { code: sent.code });
    setBegun(null); setCodes(answer.recovery_codes); renew();
  };
  const end = async (sent: Sent) => {
    await post('/session/second-factor/off', sent);
    showToast(t('account.factorIsOff')); renew();
  };
  const state = factor.data;
  return (
    <Card title={t('account.factor')}>
      {factor.isPending ? <Skeleton rows={3} /> : !state ? <Failed error={factor.error} retry={() => void factor.refetch()} /> : state.on ? (
        <ProofForm key="off" password code go={t('account.factorOff')} send={end}>
          <p className="field-help">{t('account.factorSince', { since: formatMoment(state.since ?? ''), count: state.recovery_codes_left })}</p>
          {state.recovery_codes_left < few && <p className="banner">{t('account.factorFew')}</p>}
        </ProofForm>
      ) : begun ? (
        <ProofForm key="confirm" code go={t('account.factorConfirm')} send={confirm} cancel={() => setBegun(null)}>
          <p className="field-help">{t('account.factorScan')}</p>
          <Dressed><QRCode value={begun.address} size={176} color="#000" bgColor="#fff" /></Dressed>
          <p className="field-help">{t('account.factorType')} <output className="factor-key">{begun.secret.replace(/(.{4})/g, '$1 ').trim()}</output></p>
        </ProofForm>
      ) : (
        <ProofForm key="begin" password go={t('account.factorBegin')} send={begin}>
          <p className="field-help">{t('account.factorLead')}</p>
        </ProofForm>
      )}
      {codes.length > 0 && <RecoveryCodes codes={codes} close={() => setCodes([])} />}
    </Card>
  );
}

interface Sent { password: string; code: string }

/** Asks for the password, a code, or both, and tells what was refused beside each. */
function ProofForm({ password, code, go, send, cancel, children }: { password?: boolean; code?: boolean; go: string; send: (sent: Sent) => Promise<void>; cancel?: () => void; children: React.ReactNode }) {
  const { t } = useTranslation();
  const [sent, setSent] = useState<Sent>({ password: '', code: '' });
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const messages = (field: string) => (error instanceof ApiError ? error.messagesOf(field) : []);
  const told = messages('password').length + messages('code').length > 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await send(sent);
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof Sent, label: string, more: React.InputHTMLAttributes<HTMLInputElement>) => (
    <label className="field">
      <span className="field-label">{label}</span>
      <input className="input" name={name} required value={sent[name]} aria-invalid={messages(name).length > 0 || undefined} onChange={(e) => setSent({ ...sent, [name]: e.target.value })} {...more} />
      {messages(name).map((message) => <span key={message} className="field-error" role="alert">{message}</span>)}
    </label>
  );
  return (
    <form className="account-form" onSubmit={(event) => void submit(event)}>
      {children}
      {password && field('password', t('account.old'), { type: 'password', autoComplete: 'current-password' })}
      {code && field('code', t('account.factorCode'), { autoComplete: 'one-time-code' })}
      {error !== null && !told && <p className="field-error" role="alert">{(error as Error).message}</p>}
      <div className="account-choice">
        <button type="submit" className="btn btn-primary" disabled={busy}>{go}</button>
        {cancel && <button type="button" className="btn" onClick={cancel}>{t('common.cancel')}</button>}
      </div>
    </form>
  );
}

/** Shown once: who loses the phone signs in with one of them. */
function RecoveryCodes({ codes, close }: { codes: string[]; close: () => void }) {
  const { t } = useTranslation();
  const copy = () => void navigator.clipboard?.writeText(codes.join('\n')).then(() => showToast(t('account.factorCopied')));
  return (
    <Dialog title={t('account.factorCodes')} onClose={close} width={460} footer={<><button type="button" className="btn" onClick={copy}>{t('account.factorCopy')}</button><button type="button" className="btn btn-primary" onClick={close}>{t('account.factorKept')}</button></>}>
      <p className="field-help">{t('account.factorCodesLead')}</p>
      <ul className="factor-codes">{codes.map((one) => <li key={one}><code>{one}</code></li>)}</ul>
    </Dialog>
  );
}

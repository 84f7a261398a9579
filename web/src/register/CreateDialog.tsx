import { useId, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { writable } from '../api/fields';
import { besides } from '../api/codes';
import { creationFields, useLabel, useSchema } from '../api/schema';
import { useCreate } from '../api/records';
import type { RecordType } from '../api/types';
import { Dialog } from '../ui/dialog';
import { Alike, askedBefore } from './Alike';
import { FormField } from './FormField';
import { fieldOf } from '../api/schema';
import { sentence } from './useSave';
import { ApiError } from '../api/client';

export function CreateDialog({ type, project, close, created }: { type: RecordType; project?: string | undefined; close: () => void; created: (id: string) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const records = useSchema()?.records;
  const create = useCreate(type);
  const form = useId();
  const [values, setValues] = useState<Record<string, unknown>>(project ? { project } : {});
  const [error, setError] = useState<unknown>(null);
  const [more, setMore] = useState(false);
  const projectField = !project && type.scope === 'project' && type.name !== 'project' ? fieldOf(type, 'project') ?? { name: 'project', kind: 'link' as const, labels: { zh: '项目', en: 'Project' }, target: 'project', required: true } : null;
  const first = creationFields(type).slice(0, projectField ? 6 : 7);
  const rest = type.fields.filter((f) => !first.includes(f) && writable(f) && f.name !== 'project' && f.name !== 'state');
  const fields = [...(projectField ? [projectField] : []), ...first, ...(more ? rest : [])];
  const refused = error instanceof ApiError ? error.problem.errors ?? [] : [];
  const messageOf = (name: string) => refused.filter((e) => (e.pointer ?? '') === `/${name}`).map((e) => `${e.message ?? ''}${e.code ? ` (${e.code})` : ''}`).join(' ');
  const elsewhere = error !== null && !fields.some((f) => messageOf(f.name));
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    const bad = fields.find((f) => f.name in values && values[f.name] === undefined);
    if (bad) { setError(new ApiError(422, { errors: [{ pointer: `/${bad.name}`, message: t('register.unreadable') }] })); return; }
    try {
      const written = await create.mutateAsync(Object.fromEntries(Object.entries(values).filter(([, v]) => v !== null && v !== '')));
      created(written.record.id);
    } catch (e) {
      setError(e);
    }
  };
  return (
    <Dialog title={t('register.create', { name: label(type.labels) })} onClose={close} width={560}
      footer={<>{rest.length > 0 && !more && <button type="button" className="btn btn-quiet foot-left" onClick={() => setMore(true)}>{t('register.moreFields', { count: rest.length })}</button>}<button type="button" className="btn" onClick={close}>{t('common.cancel')}</button><button type="submit" form={form} className="btn btn-primary" disabled={create.isPending}>{t('register.doCreate')}</button></>}>
      <form id={form} onSubmit={(e) => void send(e)} noValidate>
        {fields.map((field, k) => <FormField key={field.name} field={besides(field, values, records)} value={values[field.name]} autoFocus={k === 0} refused={messageOf(field.name)} onChange={(value) => setValues((old) => ({ ...old, [field.name]: value }))} />)}
        {askedBefore.includes(type.name) && <Alike title={String(values[type.title] ?? '')} project={project ?? (values['project'] as string | undefined)} />}
        {elsewhere && <p className="field-error" role="alert">{sentence(error, '')}</p>}
      </form>
    </Dialog>
  );
}

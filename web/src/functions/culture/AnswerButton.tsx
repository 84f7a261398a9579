import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, post } from '../../api/client';
import { fieldOf, useSchema } from '../../api/schema';
import type { Field, Row } from '../../api/types';
import { FormField } from '../../register/FormField';
import { sentence } from '../../register/useSave';
import { Dialog } from '../../ui/dialog';
import { showToast } from '../../ui/toast';

const scale = (from: number, to: number, words: Record<number, { zh: string; en: string }>) => Array.from({ length: to - from + 1 }, (_, k) => from + k)
  .map((n) => ({ value: String(n), labels: { zh: `${n}${words[n] ? ` ${words[n].zh}` : ''}`, en: `${n}${words[n] ? ` ${words[n].en}` : ''}` } }));
const agree = scale(1, 5, { 1: { zh: '完全不同意', en: 'strongly disagree' }, 5: { zh: '完全同意', en: 'strongly agree' } });
const likely = scale(0, 10, { 0: { zh: '完全不会', en: 'not at all' }, 10: { zh: '一定会', en: 'certainly' } });

/** The questions of a survey: each dimension of culture, and whether one would recommend working here. */
function useQuestions(): Field[] {
  const { t } = useTranslation();
  const schema = useSchema();
  const initiative = schema?.records.get('culture_initiative');
  const dimensions = (initiative && fieldOf(initiative, 'dimension')?.choices) ?? [];
  const ask = (name: string, labels: Field['labels'], choices: Field['choices']): Field => ({ name, kind: 'choice', labels, required: true, choices: choices ?? null });
  return [...dimensions.map((d) => ask(d.value, d.labels, agree)), ask('recommend', { zh: t('survey.recommend'), en: t('survey.recommend') }, likely)];
}

/** Answers an open survey; what is answered is kept apart from who answered. */
export function AnswerButton({ survey }: { survey: Row }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="btn btn-primary" data-step="answer" onClick={() => setOpen(true)}>{t('survey.answer')}</button>
      {open && <AnswerDialog survey={survey} close={() => setOpen(false)} />}
    </>
  );
}

function AnswerDialog({ survey, close }: { survey: Row; close: () => void }) {
  const { t } = useTranslation();
  const questions = useQuestions();
  const [values, setValues] = useState<Record<string, unknown>>({});
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const refused = error instanceof ApiError ? error.problem.errors ?? [] : [];
  const messageOf = (name: string) => refused.filter((e) => e.pointer === `/${name}`).map((e) => `${e.message ?? ''}${e.code ? ` (${e.code})` : ''}`).join(' ');
  const elsewhere = error !== null && !questions.some((q) => messageOf(q.name));
  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await post(`/culture-surveys/${survey.id}/answers`, Object.fromEntries(Object.entries(values).filter(([, v]) => v !== null).map(([k, v]) => [k, Number(v)])));
      showToast(t('survey.received'));
      close();
    } catch (e) {
      setError(e);
    }
    setBusy(false);
  };
  return (
    <Dialog title={t('survey.answer')} onClose={close} width={460} footer={<><button type="button" className="btn" onClick={close}>{t('common.cancel')}</button><button type="button" className="btn btn-primary" disabled={busy} onClick={() => void send()}>{t('survey.send')}</button></>}>
      <p className="field-help">{t('survey.lead')}</p>
      {questions.map((question, k) => <FormField key={question.name} field={question} value={values[question.name]} autoFocus={k === 0} refused={messageOf(question.name)} onChange={(value) => setValues((old) => ({ ...old, [question.name]: value }))} />)}
      {elsewhere && <p className="field-error" role="alert">{sentence(error, '')}</p>}
    </Dialog>
  );
}

import type { Field, RecordType } from './types';

/** Choices of the steps that somebody has to approve; of one kind of record, or of all. */
const stepsOf = (types: RecordType[]): NonNullable<Field['choices']> => {
  const steps = types.flatMap((type) => type.steps.filter((step) => step.approval));
  return steps.filter((step, k) => steps.findIndex((other) => other.name === step.name) === k).map((step) => ({ value: step.name, labels: step.labels }));
};

/** Fields that speak of a kind of record, and of a step that is approved, are chosen by their labels, never typed as codes. */
export function chooseCodes(records: Map<string, RecordType>): void {
  const types = [...records.values()];
  for (const type of types) {
    if (type.fields.some((field) => field.name === 'record_id')) continue;
    const about = type.fields.some((field) => field.name === 'step') ? types.filter((t) => t.steps.some((step) => step.approval)) : types.filter((t) => t.fields.length > 0);
    type.fields = type.fields.map((field): Field => {
      if (field.kind !== 'text') return field;
      if (field.name === 'record') return { ...field, kind: 'choice', choices: about.map((t) => ({ value: t.name, labels: t.labels })) };
      return field.name === 'step' ? { ...field, kind: 'choice', choices: stepsOf(types) } : field;
    });
  }
}

/** The same field as a form asks for it: a step is one of the record that is chosen beside it. */
export function besides(field: Field, values: Record<string, unknown>, records: Map<string, RecordType> | undefined): Field {
  const type = field.name === 'step' && field.kind === 'choice' ? records?.get(String(values['record'] ?? '')) : undefined;
  return type ? { ...field, choices: stepsOf([type]) } : field;
}

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from './client';
import { chooseCodes } from './codes';
import { writable } from './fields';
import type { Field, FunctionType, Labels, RecordType, Report, Schema } from './types';

export interface Declarations {
  functions: FunctionType[];
  records: Map<string, RecordType>;
  reports: Map<string, Report>;
}

function index(schema: Schema): Declarations {
  const records = new Map<string, RecordType>();
  const reports = new Map<string, Report>();
  const functions = schema.functions.map((f) => ({ ...f, records: f.records ?? [], actions: f.actions ?? [], reports: f.reports ?? [] }));
  for (const fn of functions) {
    for (const record of fn.records) {
      Object.assign(record, { function: fn.name, states: record.states ?? [], fields: (record.fields ?? []).map(known), steps: (record.steps ?? []).map((s) => ({ ...s, from: s.from ?? [], inputs: s.inputs ?? [] })) });
      records.set(record.name, record);
    }
    for (const report of fn.reports) reports.set(report.name, Object.assign(report, { function: fn.name }));
  }
  chooseCodes(records);
  return { functions, records, reports };
}

const kinds: readonly string[] = ['text', 'text2', 'integer', 'number', 'percent', 'money', 'date', 'moment', 'boolean', 'choice', 'link', 'minutes', 'json'];

/** A kind of field that this client does not know is shown as text and never written. */
function known(field: Field): Field {
  return kinds.includes(field.kind) ? field : { ...field, kind: 'text', read_only: true, in_list: false };
}

/** The declarations as the caller may see them; read once per sign-in. */
export function useSchema(): Declarations | undefined {
  const query = useQuery({ queryKey: ['schema'], queryFn: () => get<Schema>('/schema').then(index), staleTime: Infinity });
  return query.data;
}

/** Picks the label of the reader's language, the other one where it is empty. */
export function useLabel(): (labels: Labels | null | undefined) => string {
  const { i18n } = useTranslation();
  const zh = i18n.language.startsWith('zh');
  return useMemo(() => (labels) => (labels ? (zh ? labels.zh || labels.en : labels.en || labels.zh) : ''), [zh]);
}

export function fieldOf(type: RecordType, name: string): Field | undefined {
  return type.fields.find((field) => field.name === name);
}

/** Fields a person fills when creating: the required ones first, at most seven. */
export function creationFields(type: RecordType): Field[] {
  const asked = type.fields.filter((f) => writable(f) && f.name !== 'state' && f.name !== 'project');
  const required = asked.filter((f) => f.required || f.name === type.title);
  const listed = asked.filter((f) => !required.includes(f) && f.in_list);
  return [...required, ...listed].slice(0, Math.max(7, required.length));
}

/** Columns of a register before anybody chose others. */
export function listFields(type: RecordType): Field[] {
  const listed = type.fields.filter((f) => f.in_list);
  const chosen = listed.length > 0 ? listed : type.fields.filter((f) => !f.multiline && f.kind !== 'json').slice(0, 6);
  const title = fieldOf(type, type.title);
  return title && !chosen.includes(title) ? [title, ...chosen] : [...chosen].sort((a, b) => Number(b.name === type.title) - Number(a.name === type.title));
}

import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cells } from '../api/report';
import { useSchema, type Declarations } from '../api/schema';
import type { Field, Labels, Row } from '../api/types';
import { recordPath } from '../app/paths';
import { useReader } from '../register/useReader';
import { inBrackets, valueText } from '../register/value';

/** Says cells and heads in the reader's language and knows where a cell leads. */
export interface Teller {
  head: (column: Field) => string;
  /** With the unit, where figures stand without it: legends and axes. */
  axis: (column: Field) => string;
  tell: (column: Field, row: Cells) => string;
  linkOf: (column: Field, row: Cells) => string | undefined;
  /** Where the row as a whole leads: its first link that is not the project, else the project. */
  rowLink: (row: Cells) => string | undefined;
  /** The declared order of the values of a column of codes; empty where nothing declares one. */
  orderOf: (column: Field) => string[];
}

interface Codes { labels: Map<string, Labels>; order: string[] }

/** Reports give states and choices as codes; what a code means stands in the declarations of the records shown. */
function codesOf(schema: Declarations | undefined, fn: string, columns: Field[], column: Field): Codes {
  if (column.choices && column.choices.length > 0) return { labels: new Map(column.choices.map((c) => [c.value, c.labels])), order: column.choices.map((c) => c.value) };
  const out: Codes = { labels: new Map(), order: [] };
  const targets = columns.filter((c) => c.kind === 'link' && c.target && c.target !== 'project').map((c) => c.target!);
  const own = schema?.functions.find((f) => f.name === fn)?.records.map((r) => r.name) ?? [];
  const add = (value: string, labels: Labels) => { if (!out.labels.has(value)) { out.labels.set(value, labels); out.order.push(value); } };
  // The state of the record beside it, of one that the column names, or of whatever record has such a state.
  const state = /^(?:(.*)_)?state$/.exec(column.name);
  for (const name of [...(state?.[1] ? [state[1]] : []), ...targets, ...own, ...(state ? ['project'] : []), ...(schema?.records.keys() ?? [])]) {
    const type = schema?.records.get(name);
    if (state) for (const one of type?.states ?? []) add(one.name, one.labels);
    for (const choice of type?.fields.find((f) => f.name === column.name)?.choices ?? []) add(choice.value, choice.labels);
  }
  for (const name of own) for (const field of schema?.records.get(name)?.fields ?? []) for (const choice of field.choices ?? []) add(choice.value, choice.labels);
  return out;
}

export function useTeller(fn: string, columns: Field[]): Teller {
  const { t } = useTranslation();
  const reader = useReader();
  const schema = useSchema();
  return useMemo(() => {
    const known = new Map<string, Codes>();
    const codes = (column: Field): Codes => {
      let found = known.get(column.name);
      if (!found) { found = codesOf(schema, fn, columns, column); known.set(column.name, found); }
      return found;
    };
    // Dimensions and criteria are fields of the function's own records.
    const own = (name: string) => schema?.functions.find((f) => f.name === fn)?.records.flatMap((r) => r.fields).find((f) => f.name === name)?.labels;
    const tell = (column: Field, row: Cells): string => {
      const value = row[column.name];
      if (value === null || value === undefined || value === '') return '';
      if (column.kind === 'text' && typeof value === 'string') {
        if (value === '*') return t('report.all');
        if (column.name === 'record' || column.name.endsWith('_record')) return reader.label(schema?.records.get(value)?.labels) || value;
        const declared = codes(column).labels.get(value);
        if (declared) return reader.label(declared);
        const named = own(value);
        if (named) return reader.label(named);
        if (column.name === 'kind' && schema?.records.has(value)) return reader.label(schema.records.get(value)?.labels);
        const code = /^[a-z_]+$/.test(value) ? t(`report.code.${value}`, { defaultValue: '' }) : '';
        if (code) return code;
        return /^\d{4}-\d\d-\d\dT/.test(value) ? value.slice(0, 10) : value;
      }
      return valueText(column, value, reader, row as unknown as Row);
    };
    const linkOf = (column: Field, row: Cells): string | undefined => {
      const value = row[column.name];
      if (column.kind !== 'link' || typeof value !== 'string' || !value) return undefined;
      const beside = row[`${column.name}_record`] ?? row['record'];
      const target = column.target === '*' ? (column.name === 'activity' ? 'activity' : typeof beside === 'string' ? beside : undefined) : column.target ?? undefined;
      if (!target || target === 'person' && !schema?.records.has('person')) return undefined;
      const project = typeof row['project'] === 'string' ? row['project'] : undefined;
      return target === 'activity' && !project ? undefined : recordPath(target, value, project);
    };
    const rowLink = (row: Cells): string | undefined => {
      const links = columns.map((column) => ({ column, to: linkOf(column, row) })).filter((l) => l.to);
      return (links.find((l) => l.column.name !== 'project') ?? links[0])?.to;
    };
    return {
      head: (column) => reader.label(column.labels),
      axis: (column) => reader.label(column.labels) + inBrackets(column.kind === 'minutes' ? 'd' : column.kind === 'percent' ? '' : column.unit ?? '', reader.language),
      tell, linkOf, rowLink, orderOf: (column) => codes(column).order,
    };
  }, [schema, fn, columns, reader, t]);
}

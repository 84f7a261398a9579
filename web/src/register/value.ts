import { formatDuration, formatMoney, grouped, readDuration, type Money } from '../format/number';
import { formatMoment } from '../format/date';
import type { Field, Labels, Row } from '../api/types';

export interface Reader { language: string; label: (labels: Labels | null | undefined) => string; yes: string; no: string }

/** A field's value as its reader sees it; the same text in grids, panels, history and dialogs. */
export function valueText(field: Field | undefined, value: unknown, reader: Reader, row?: Row): string {
  if (value === null || value === undefined || value === '') return '';
  const said = (code: string) => { const choice = field?.choices?.find((c) => c.value === code); return choice ? reader.label(choice.labels) : code; };
  if (field?.format === 'choices') return String(value).split(',').map((code) => said(code.trim())).join(reader.language.startsWith('zh') ? '、' : ', ');
  switch (field?.kind) {
    case 'text2': return reader.label(value as Labels);
    case 'choice': return said(String(value));
    case 'link': return row?.titles?.[field.name] ?? String(value);
    case 'boolean': return value ? reader.yes : reader.no;
    case 'money': return formatMoney(value as Money, reader.language);
    case 'percent': return `${grouped(Number(value))}%`;
    case 'date': return String(value).slice(0, 10);
    case 'moment': return formatMoment(String(value));
    case 'minutes': return formatDuration(Number(value), 480, reader.language);
    case 'integer': case 'number':
      if (/^year$|_year$/.test(field.name)) return String(value);
      if (/^[A-Z]{3}$/.test(field.unit ?? '')) return formatMoney({ minor: Math.round(Number(value) * 100), currency: field.unit! }, reader.language);
      if (field.unit === '%') return `${grouped(Number(value))}%`;
      return `${grouped(Number(value))}${field.unit ? ` ${unitName(field.unit, reader.language)}` : ''}`;
    default: return typeof value === 'object' ? plain(value, reader) : String(value);
  }
}

const chineseUnits: Record<string, string> = { d: '天', h: '小时', min: '分钟', w: '周' };
/** A unit behind a label, in the brackets of the language; nothing where there is none. */
export const inBrackets = (unit: string, language: string): string => (unit === '' ? '' : language.startsWith('zh') ? `（${unitName(unit, language)}）` : ` (${unitName(unit, language)})`);
export const unitName = (unit: string, language: string): string => (language.startsWith('zh') ? (chineseUnits[unit] ?? unit) : unit);

function plain(value: object, reader: Reader): string {
  if ('zh' in value || 'en' in value) return reader.label(value as Labels);
  if ('minor' in value) return formatMoney(value as Money, reader.language);
  return JSON.stringify(value);
}

export const isFigure = (field: Field): boolean => ['integer', 'number', 'percent', 'money', 'minutes'].includes(field.kind);

/** What a writer typed, as the server wants it; undefined when it cannot be read. */
export function readValue(field: Field, text: string, before: unknown): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  switch (field.kind) {
    case 'integer': return /^[+-]?\d+$/.test(trimmed) ? Number(trimmed) : undefined;
    case 'number': case 'percent': { const value = Number(trimmed.replace(/[,%]/g, '')); return Number.isNaN(value) ? undefined : value; }
    case 'minutes': { const value = readDuration(trimmed, 480); return Number.isNaN(value) ? undefined : Math.round(value * 10) / 10; }
    case 'money': {
      const match = /^([A-Z]{3})?\s*(-?[\d,]+(?:\.\d{1,2})?)\s*([A-Z]{3})?$/i.exec(trimmed.replace(/[¥$€£]/, ''));
      if (!match) return undefined;
      const currency = (match[1] ?? match[3] ?? (before as Money | null)?.currency ?? 'CNY').toUpperCase();
      return { minor: Math.round(Number(match[2]!.replace(/,/g, '')) * 100), currency };
    }
    default: return trimmed;
  }
}

export function editText(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (field.kind === 'money') return String((value as Money).minor / 100);
  if (field.kind === 'minutes') return formatDuration(Number(value), 480, 'en');
  if (field.kind === 'date') return String(value).slice(0, 10);
  return String(value);
}

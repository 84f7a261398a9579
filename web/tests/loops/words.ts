import { valueText } from '../../src/register/value';
import type { Field, Labels, RecordType, Report, Schema } from '../../src/api/types';
import type { Language } from '../world';

export interface Named { id: string; title: string; record: string }

const project: Field = { name: 'project', kind: 'link', labels: { zh: '项目', en: 'Project' }, target: 'project' };

/** What the declarations call things, in the reader's language. */
export class Words {
  constructor(private schema: Schema, private language: Language) {}

  say = (labels: Labels): string => (this.language === 'en' ? labels.en : labels.zh);

  type(name: string): RecordType {
    const found = this.schema.functions.flatMap((f) => f.records).find((t) => t.name === name);
    if (!found) throw new Error(`no record ${name}`);
    return found;
  }

  field(type: RecordType, name: string): Field {
    const found = type.fields.find((f) => f.name === name) ?? (name === 'project' ? project : undefined);
    if (!found) throw new Error(`no field ${name} of ${type.name}`);
    return found;
  }

  report(name: string): Report {
    const found = this.schema.functions.flatMap((f) => f.reports).find((r) => r.name === name);
    if (!found) throw new Error(`no report ${name}`);
    return found;
  }

  functionName = (name: string): string => this.say(this.schema.functions.find((f) => f.name === name)!.labels);

  state(type: RecordType, name: string): string {
    const found = type.states.find((s) => s.name === name);
    if (!found) throw new Error(`no state ${name} of ${type.name}`);
    return this.say(found.labels);
  }

  /** What a step or an action asks for. */
  inputs(type: RecordType, verb: string): Field[] {
    const step = type.steps.find((s) => s.name === verb);
    if (step) return (step.inputs ?? []).map((n) => this.field(type, n));
    const action = this.schema.functions.flatMap((f) => f.actions).find((a) => a.record === type.name && a.name.endsWith(`.${verb}`));
    if (!action) throw new Error(`no step ${verb} of ${type.name}`);
    return action.inputs;
  }

  /** A value as a person types or picks it: dates from today, records by title, choices by their words. */
  typed(field: Field, text: string, names: Map<string, Named>): string {
    if (/^today([+-]\d+)?$/.test(text)) return day(text);
    if (field.kind === 'choice') return this.choice(field, text);
    return names.get(text)?.title ?? text;
  }

  /** The same value as screens show it. */
  shown(field: Field, text: string, names: Map<string, Named>): string {
    const money = /^(-?[\d.]+) ([A-Z]{3})$/.exec(text);
    const value = money ? { minor: Math.round(Number(money[1]) * 100), currency: money[2]! } : field.kind === 'boolean' ? text === 'true' : this.typed(field, text, names);
    if (field.kind === 'choice' || field.kind === 'link') return String(value);
    return valueText(field, value, { language: this.language, label: (l) => (l ? this.say(l) : ''), yes: this.language === 'en' ? 'Yes' : '是', no: this.language === 'en' ? 'No' : '否' });
  }

  /** What a cell of a report may say: codes by any of the words that the function declares for them, never the code. */
  told(report: Report, fn: string, column: Field, text: string, names: Map<string, Named>): string[] {
    if (column.kind !== 'text' || names.has(text)) return [this.shown(column, text, names)];
    const types = [...this.schema.functions.find((f) => f.name === fn)!.records, ...(report.columns ?? []).filter((c) => c.kind === 'link').map((c) => this.schema.functions.flatMap((f) => f.records).find((t) => t.name === c.target))].filter((t) => t !== undefined);
    const labels = types.flatMap((t) => [...t.states.filter((s) => s.name === text).map((s) => s.labels), ...t.fields.flatMap((f) => [...(f.choices ?? []).filter((c) => c.value === text).map((c) => c.labels), ...(f.name === text ? [f.labels] : [])])]);
    return labels.length > 0 ? labels.map(this.say) : [text];
  }

  private choice(field: Field, text: string): string {
    const found = field.choices?.find((c) => c.value === text);
    if (!found) throw new Error(`no choice ${text} of ${field.name}`);
    return this.say(found.labels);
  }
}

/** The reader's own day, some days from today. */
const day = (text: string): string => {
  const at = new Date();
  at.setDate(at.getDate() + Number(text.slice(5) || 0));
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
};

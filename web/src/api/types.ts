import type { Money } from '../format/number';

export interface Labels { zh: string; en: string }

export interface Session {
  user: { id: string; login: string; name: string; person: string | null; language: string; roles: string[] };
  csrf: string;
  permissions: Record<string, string[]>;
  /** Signed in with a one-time password: nothing else is possible before it is changed. */
  must_change_password?: boolean;
  insecure?: boolean; demo?: boolean; version?: string; organisation?: string;
}

export type FieldKind = 'text' | 'text2' | 'integer' | 'number' | 'percent' | 'money' | 'date' | 'moment' | 'boolean' | 'choice' | 'link' | 'minutes' | 'json';

export interface Field {
  name: string; kind: FieldKind; labels: Labels;
  required?: boolean; read_only?: boolean; computed?: boolean; in_list?: boolean; multiline?: boolean;
  choices?: { value: string; labels: Labels }[] | null;
  target?: string | null; unit?: string | null; group?: string | null; help?: Labels | null;
  /** Of a custom field: what the kind alone does not say. */
  format?: string;
}
export interface State { name: string; labels: Labels; initial?: boolean; final?: boolean }
export interface Step {
  name: string; labels: Labels; from: string[]; to: string; inputs?: string[];
  /** Taking it asks for an approval; its last decision takes the step. */
  approval?: boolean;
}
export interface RecordType {
  name: string; plural: string; labels: Labels; prefix?: string; title: string; scope?: string; traits?: string[];
  fields: Field[]; states: State[]; steps: Step[]; rules?: { code: string; message: Labels }[];
  /** Name of the function that declares it; filled in by the client. */
  function: string;
}
export interface Action { name: string; record?: string | null; labels: Labels; inputs: Field[] }
export interface Report { name: string; labels: Labels; inputs?: Field[]; columns?: Field[]; chart?: string; function: string }
export interface FunctionType { name: string; labels: Labels; records: RecordType[]; actions: Action[]; reports: Report[] }
export interface Schema { functions: FunctionType[] }

export type Value = string | number | boolean | null | Money | Labels | undefined;

export interface Row {
  id: string; number?: string; version: number; state?: string | null; project?: string | null;
  titles?: Record<string, string>;
  allowed?: string[]; refused?: Record<string, { code: string; message: string }[]>;
  created_at?: string; updated_at?: string;
  [field: string]: unknown;
}
export interface Page { items: Row[]; next: string | null; total: number | null; seq?: number }
export interface Written { record: Row; tx: string | null; result?: { approval?: string; one_time_password?: string; valid_until?: string } & Record<string, unknown> }
export interface HistoryItem {
  tx: string; moment: string; principal: string; name: string; command: string;
  changes: { field: string; before: unknown; after: unknown }[];
}
export interface SearchItem { record: string; id: string; number?: string; title: string; project?: string | null; snippet?: string }

export interface PlanAnswer {
  plan: {
    id: string; project: string; version: number; name: string; profile: string; start: string | null; finish: string | null;
    status_date: string | null; minutes_per_day: number; default_calendar?: number; currency: string; can_edit: boolean;
    baselines: { number: number; finish: string | null }[]; span: [string, string] | null;
  };
  calendars: { index: number; name: string; week: number[]; non_working: [string, string][] }[];
  activities: Columns;
  links: { from: number[]; to: number[]; type: string[]; lag: number[]; driving: number[] };
  /** The resources of the plan, and who works on what by indices; rates only for those who may see them. */
  staff?: { uid: string[]; name: string[]; kind: string[]; max_units: number[]; person: (string | null)[]; rate?: number[] };
  assignments?: { activity: number[]; resource: number[]; units: number[]; work: number[]; actual_work: number[] };
  refusals: { code: string; message: string; activities: string[] }[];
}
type Text = (string | null)[];
type Figure = (number | null)[];
export interface Columns {
  pieces?: ([string, string][] | null)[];
  optimistic_duration?: Figure; likely_duration?: Figure; pessimistic_duration?: Figure;
  crash_duration?: Figure; crash_cost?: Figure; crash_weight?: Figure; external?: Figure;
  /** Left out where every activity has the usual value. */
  effort?: Text; effort_driven?: Figure; work?: Figure; priority?: Figure; levelling_delay?: Figure;
  id: string[]; uid: Text; code: Text; name: string[]; wbs: Text; parent: number[]; kind: string[];
  calendar: Figure; manual: Figure; duration: Figure; remaining_duration: Figure; percent_complete: Figure;
  start: Text; finish: Text; early_start: Text; early_finish: Text; late_start: Text; late_finish: Text;
  total_float: Figure; free_float: Figure; critical: Figure; actual_start: Text; actual_finish: Text;
  constraint: Text; constraint_date: Text; deadline: Text; baseline_start: Text; baseline_finish: Text; resources: Text;
}
export interface Moved {
  activity: string; name: string; start: [string | null, string | null]; finish: [string | null, string | null];
  total_float: [number | null, number | null]; critical: [number, number];
}
/** Who works on an activity after an edit. */
export interface Staffed {
  activity: string; resources: string; duration: number; work: number;
  people: { resource: string; name: string; person: string | null; max_units: number; units: number; work: number; actual_work: number }[];
}
export interface EditAnswer {
  version: number; tx: string | null; added?: Record<string, string>; moved_count: number; moved: Moved[];
  finish: [string | null, string | null]; finish_delta_minutes: number; milestones_moved: number;
  deadlines_missed: string[]; newly_critical_count: number; elapsed_ms: number;
  staffed?: Staffed[];
}
export type PlanEdit =
  | { set: { activity: string } & Record<string, unknown> }
  | { add: { name: string; parent: string | null; after: string | null; duration: number; kind: string; key: string } }
  | { remove: { activity: string } }
  | { move: { activity: string; parent: string | null; after: string | null } }
  | { link: { from: string; from_project?: string; to: string; type: string; lag: number } }
  | { unlink: { from: string; to: string; type: string } }
  /** One of resource (its uid in the plan), person or name. */
  | { assign: { activity: string; resource?: string; person?: string; name?: string; units?: number; work?: number } }
  | { unassign: { activity: string; resource: string } }
  | { resource: { uid: string; rate?: number; max_units?: number } }
  | { settings: { status_date: string | null } };
export interface ImportAnswer {
  version: number; tx: string | null; activities: number; links: number; calendars: number;
  loss: { field: string; count: number; where?: string | null }[];
}
export interface WhyAnswer {
  field: string; value: unknown;
  chain: { activity: string | null; name: string | null; kind: string; text: string; value?: unknown; link?: { type: string; lag: number } | null; from?: string | null; to?: string | null; length_minutes?: number; change?: string | null; parallel?: number }[];
  remedy?: string | null;
}

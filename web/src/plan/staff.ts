// Who works on what: the resources of the plan and its assignments, and "Name[50%]" as MS Project writes them.
import type { PlanAnswer, PlanEdit, Staffed } from '../api/types';
import type { PlanModel } from './model';

export interface Resource { uid: string; name: string; kind: string; maxUnits: number; person: string | null; rate: number | null }
/** Units in percent; work in minutes. */
export interface Assigned { resource: Resource; units: number; work: number; actualWork: number }

export interface Staff {
  resources: Resource[];
  byUid: Map<string, Resource>;
  rates: boolean;
  /** Assignments by activity: offsets into lists of resource numbers and figures. */
  at: Int32Array; resource: Int32Array; units: Float64Array; work: Float64Array; actualWork: Float64Array;
  /** What edits made of it since the plan was read. */
  changed: Map<number, Assigned[]>;
}

export function buildStaff(answer: PlanAnswer, count: number): Staff {
  const { staff, assignments: a } = answer;
  const resources: Resource[] = (staff?.uid ?? []).map((uid, k) => ({ uid, name: staff!.name[k]!, kind: staff!.kind[k]!, maxUnits: staff!.max_units[k]!, person: staff!.person[k] ?? null, rate: staff!.rate?.[k] ?? null }));
  const total = a?.activity.length ?? 0;
  const at = new Int32Array(count + 1);
  for (let k = 0; k < total; k++) at[a!.activity[k]! + 1]!++;
  for (let i = 0; i < count; i++) at[i + 1]! += at[i]!;
  const next = at.slice();
  const out: Staff = {
    resources, byUid: new Map(resources.map((one) => [one.uid, one])), rates: staff?.rate !== undefined,
    at, resource: new Int32Array(total), units: new Float64Array(total), work: new Float64Array(total), actualWork: new Float64Array(total), changed: new Map(),
  };
  for (let k = 0; k < total; k++) {
    const row = next[a!.activity[k]!]!++;
    out.resource[row] = a!.resource[k]!;
    out.units[row] = a!.units[k]!;
    out.work[row] = a!.work[k]!;
    out.actualWork[row] = a!.actual_work[k]!;
  }
  return out;
}

export function staffOf({ staff }: Pick<PlanModel, 'staff'>, i: number): Assigned[] {
  const changed = staff.changed.get(i);
  if (changed) return changed;
  const list: Assigned[] = [];
  for (let k = staff.at[i]!; k < staff.at[i + 1]!; k++) list.push({ resource: staff.resources[staff.resource[k]!]!, units: staff.units[k]!, work: staff.work[k]!, actualWork: staff.actualWork[k]! });
  return list;
}

/** Writes who works on what after an edit into the model; the whole plan is read again behind it. */
export function applyStaffed(model: PlanModel, staffed: readonly Staffed[]): void {
  const { staff } = model;
  for (const one of staffed) {
    const i = model.indexOf.get(one.activity);
    if (i === undefined) continue;
    model.resources[i] = one.resources;
    model.duration[i] = one.duration;
    model.work[i] = one.work;
    staff.changed.set(i, one.people.map((person) => {
      let resource = staff.byUid.get(person.resource);
      if (!resource) {
        resource = { uid: person.resource, name: person.name, kind: 'work', maxUnits: person.max_units, person: person.person, rate: null };
        staff.resources.push(resource);
        staff.byUid.set(resource.uid, resource);
      }
      return { resource, units: person.units, work: person.work, actualWork: person.actual_work };
    }));
  }
}

const unitsText = (units: number) => String(Math.round(units * 100) / 100);

/** The edits that make "Ann; Ben[50%]" of who is there; the reason where the text says nothing of the kind. */
export function staffEdits(model: PlanModel, i: number, text: string): PlanEdit[] | null {
  const activity = model.id[i]!;
  const wanted = new Map<string, number | undefined>();
  for (const part of text.split(/[;\uff1b]/).map((p) => p.trim()).filter(Boolean)) {
    const match = /^([^[\]]+?)\s*(?:\[\s*(\d+(?:\.\d+)?)\s*[%\uff05]?\s*\])?$/.exec(part);
    if (!match || wanted.has(match[1]!)) return null;
    wanted.set(match[1]!, match[2] === undefined ? undefined : Number(match[2]));
  }
  const edits: PlanEdit[] = [];
  const present = staffOf(model, i);
  for (const one of present) if (!wanted.has(one.resource.name)) edits.push({ unassign: { activity, resource: one.resource.uid } });
  for (const [name, units] of wanted) {
    const has = present.find((one) => one.resource.name === name);
    if (has) {
      // Whole units are not written: a name alone means 100 %.
      if (unitsText(has.units) !== unitsText(units ?? 100)) edits.push({ assign: { activity, resource: has.resource.uid, units: units ?? 100 } });
    } else {
      edits.push({ assign: { activity, name, ...(units === undefined ? {} : { units }) } });
    }
  }
  return edits;
}

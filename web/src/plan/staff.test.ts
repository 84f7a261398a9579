import { describe, expect, it } from 'vitest';
import type { PlanAnswer } from '../api/types';
import type { PlanModel } from './model';
import { applyStaffed, buildStaff, staffEdits, staffOf } from './staff';

const answer = {
  staff: { uid: ['1', '2'], name: ['张伟', 'Ann Lee'], kind: ['work', 'work'], max_units: [100, 50], person: [null, 'p2'] },
  assignments: { activity: [1, 0, 1], resource: [0, 1, 1], units: [100, 50, 33.33], work: [480, 240, 160], actual_work: [0, 0, 0] },
} as unknown as PlanAnswer;
const model = () => ({ id: ['a', 'b'], indexOf: new Map([['a', 0], ['b', 1]]), resources: ['', ''], duration: new Float64Array(2), work: new Float64Array(2), staff: buildStaff(answer, 2) }) as unknown as PlanModel;

describe('staff', () => {
  it('is grouped by activity in the order of the plan', () => {
    expect(staffOf(model(), 1).map((one) => [one.resource.name, one.units])).toEqual([['张伟', 100], ['Ann Lee', 33.33]]);
    expect(staffOf(model(), 0)[0]).toMatchObject({ work: 240, resource: { maxUnits: 50, person: 'p2', rate: null } });
  });
  it('is edited as text: only what changed is sent', () => {
    expect(staffEdits(model(), 1, '张伟; Ann Lee[33.33%]')).toEqual([]);
    expect(staffEdits(model(), 1, '张伟[50%]； Ann Lee[33.33]')).toEqual([{ assign: { activity: 'b', resource: '1', units: 50 } }]);
    expect(staffEdits(model(), 0, 'Ann Lee; 李娜 [ 25 ％ ]')).toEqual([{ assign: { activity: 'a', resource: '2', units: 100 } }, { assign: { activity: 'a', name: '李娜', units: 25 } }]);
    expect(staffEdits(model(), 0, '')).toEqual([{ unassign: { activity: 'a', resource: '2' } }]);
    expect(staffEdits(model(), 0, 'Bob')).toEqual([{ unassign: { activity: 'a', resource: '2' } }, { assign: { activity: 'a', name: 'Bob' } }]);
  });
  it('says when it is no text of people', () => {
    for (const text of ['Ann[', 'Ann[x]', 'Ann; Ann', '[50%]']) expect(staffEdits(model(), 0, text)).toBeNull();
  });
  it('takes over what an edit made of it, new resources too', () => {
    const changed = model();
    applyStaffed(changed, [{ activity: 'a', resources: 'Bob', duration: 960, work: 960, people: [{ resource: '9', name: 'Bob', person: 'p9', max_units: 100, units: 100, work: 960, actual_work: 0 }] }]);
    expect(staffOf(changed, 0)).toMatchObject([{ units: 100, work: 960, resource: { uid: '9', person: 'p9' } }]);
    expect([changed.resources[0], changed.duration[0], changed.staff.resources.length]).toEqual(['Bob', 960, 3]);
  });
});

import { expect, type Page } from '@playwright/test';
import { findings } from './axe';
import { look, openPlan, signIn, test } from './world';

const panel = (page: Page) => page.locator('.plan-panel');

/** One more activity for somebody who has one at that time: an overload of our own. A pinned one nothing resolves, so that a search goes on. */
async function overload(page: Page, project: string, pinned = false): Promise<string> {
  return page.evaluate(async ([id, stays]) => {
    const plan = await (await fetch(`/api/v1/projects/${id}/plan`)).json() as { activities: Record<string, (string | number | null)[]>; staff: { uid: string[]; name: string[] }; assignments: { activity: number[]; resource: number[] } };
    const session = await (await fetch('/api/v1/session')).json() as { csrf: string };
    const { activities, assignments } = plan;
    const open = assignments.activity.findIndex((i) => activities['kind']![i] === 'task' && activities['percent_complete']![i] === 0 && (activities['duration']![i] as number) > 480);
    const at = assignments.activity[open]!;
    const resource = plan.staff.uid[assignments.resource[open]!]!;
    const send = async (edits: unknown[]) => (await fetch(`/api/v1/projects/${id}/plan/edits`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf, 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify({ edits }) })).json() as Promise<{ added: Record<string, string> }>;
    const made = await send([{ add: { name: 'Twin', parent: null, after: null, duration: 2400, kind: 'task', key: 'twin' } }]);
    const twin = made.added['twin'];
    // After something that is over: without a predecessor its date would pin it.
    const over = activities['percent_complete']!.findIndex((percent, i) => percent === 100 && activities['kind']![i] === 'task');
    const first = over >= 0 ? over : activities['kind']!.indexOf('task');
    const link = { link: { from: activities['id']![first], to: twin, type: 'ss', lag: 0 } };
    await send([...(stays ? [] : [link]), { set: { activity: twin, start: activities['start']![at] } }, { assign: { activity: twin, resource } }]);
    return plan.staff.name[assignments.resource[open]!]!;
  }, [project, pinned] as const);
}

test('overloads are shown, a proposal is drawn, applied, taken back and cleared', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  const project = await openPlan(page);
  const name = await overload(page, project);
  await page.goto(`/projects/${project}/plan?panel=levelling`);
  await expect(panel(page)).toContainText('资源日');
  await panel(page).getByRole('button', { name: new RegExp(`^${name}.*超载`) }).click();
  await expect(panel(page).getByRole('img', { name: new RegExp(name) })).toBeVisible();
  await panel(page).getByRole('button', { name: '计算方案' }).click();
  await expect(panel(page).locator('.level-finding')).toContainText('移动');
  await expect(page.locator('.plan-status strong')).toContainText('移动');
  expect(await findings(page), 'a proposal').toEqual([]);
  await panel(page).getByRole('button', { name: '应用到计划' }).click();
  await expect(panel(page).getByRole('button', { name: /清除现有平衡延迟/ })).toBeVisible();
  await page.locator('.toast').getByRole('button', { name: '撤销' }).click();
  await expect(panel(page).getByRole('button', { name: /清除现有平衡延迟/ })).toHaveCount(0);
  await panel(page).getByRole('button', { name: '计算方案' }).click();
  await panel(page).getByRole('button', { name: '应用到计划' }).click();
  await panel(page).getByRole('button', { name: /清除现有平衡延迟/ }).click();
  await expect(panel(page).getByRole('button', { name: /清除现有平衡延迟/ })).toHaveCount(0);
  await panel(page).getByRole('button', { name: '计算方案' }).click();
  await panel(page).getByRole('button', { name: '放弃方案' }).click();
  await expect(page.locator('.plan-status strong')).toHaveCount(0);
});

test('use is evened out in a scenario, and the plan stays as it is', async ({ watched: page }) => {
  await look(page, 'en', 'dark');
  await signIn(page);
  const project = await openPlan(page);
  await overload(page, project);
  const scenario = await page.evaluate(async (id) => {
    const session = await (await fetch('/api/v1/session')).json() as { csrf: string };
    const answer = await fetch('/api/v1/scenarios', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf, 'Idempotency-Key': crypto.randomUUID() }, body: JSON.stringify({ title: 'Even use', project: id }) });
    return ((await answer.json()) as { record: { id: string } }).record.id;
  }, project);
  await page.goto(`/projects/${project}/plan?panel=levelling&scenario=${scenario}`);
  await panel(page).getByLabel('Aim').selectOption('smooth');
  await expect(panel(page)).toContainText('inside their floats');
  expect(await findings(page), 'what levelling may do').toEqual([]);
  await panel(page).getByRole('button', { name: 'Propose' }).click();
  await expect(panel(page).locator('.level-finding')).toContainText('sum of squares');
  await panel(page).getByRole('button', { name: 'Apply to the plan' }).click();
  await expect(panel(page).getByRole('button', { name: /Clear levelling/ })).toBeVisible();
  await page.goto(`/projects/${project}/plan?panel=levelling`);
  await expect(panel(page).getByRole('button', { name: 'Propose' })).toBeVisible();
  await expect(panel(page).getByRole('button', { name: /Clear levelling/ })).toHaveCount(0);
});

test('work is interrupted where nobody has time', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  const project = await openPlan(page);
  await overload(page, project);
  await page.goto(`/projects/${project}/plan?panel=levelling`);
  for (const wish of ['允许中断活动', '允许换成技能相同的人']) await panel(page).getByLabel(wish).check();
  await panel(page).getByLabel('赶工费用上限').fill('50,000');
  await panel(page).getByRole('button', { name: '计算方案' }).click();
  await expect(panel(page).locator('.level-finding')).toContainText('移动');
  expect(await findings(page), 'a proposal with other ways').toEqual([]);
  await panel(page).getByRole('button', { name: '放弃方案' }).click();
  await expect(panel(page).getByLabel('赶工费用上限')).toHaveValue('50,000');
});

test('a long search shows how far it is and stops when told', async ({ watched: page }) => {
  await look(page, 'en', 'dark');
  await signIn(page);
  const project = await openPlan(page);
  await overload(page, project, true);
  await page.goto(`/projects/${project}/plan?panel=levelling`);
  await panel(page).getByLabel('Search').selectOption('300');
  await panel(page).getByRole('button', { name: 'Propose' }).click();
  await expect(panel(page).getByRole('progressbar')).toBeVisible();
  await panel(page).getByRole('button', { name: 'Stop' }).click();
  await expect(panel(page).getByRole('button', { name: 'Propose' })).toBeVisible();
  await expect(panel(page).getByRole('progressbar')).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Propose' }).click();
  await panel(page).getByRole('button', { name: 'Take the best so far' }).click();
  await expect(panel(page).locator('.level-finding')).toBeVisible();
});

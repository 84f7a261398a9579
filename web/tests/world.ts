import { expect, test as base, type Page } from '@playwright/test';

const env = process.env;
export const people = {
  manager: { user: env['TONGCHOU_PM'] ?? 'pm', password: env['TONGCHOU_PASSWORD'] ?? 'demo-pass' },
  administrator: { user: 'sysadmin', password: env['TONGCHOU_PASSWORD'] ?? 'demo-pass' },
  director: { user: env['TONGCHOU_DIRECTOR'] ?? 'pmo', password: env['TONGCHOU_PASSWORD'] ?? 'demo-pass' },
};

export type Language = 'zh-CN' | 'en';
export type Theme = 'light' | 'dark';

/** A page that fails the test on any request to another host, any console error and any uncaught exception. */
export const test = base.extend<{ watched: Page }>({
  watched: async ({ page, baseURL }, use) => {
    const faults: string[] = [];
    const origin = new URL(baseURL!).origin;
    page.on('request', (request) => { if (!/^(blob|data):/.test(request.url()) && new URL(request.url()).origin !== origin) faults.push(`outside request ${request.url()}`); });
    page.on('pageerror', (error) => faults.push(`exception ${error.message}`));
    // A refusal (4xx) is an answer, which browsers also print as an error.
    page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource.*4\d\d/.test(message.text())) faults.push(`console ${message.text()}`); });
    await use(page);
    expect(faults).toEqual([]);
  },
});

export async function look(page: Page, language: Language, theme: Theme): Promise<void> {
  await page.addInitScript(([l, t]) => {
    localStorage.setItem('tongchou.language', l!);
    localStorage.setItem('tongchou.theme', t!);
  }, [language, theme]);
}

export async function signIn(page: Page, who: keyof typeof people = 'manager'): Promise<void> {
  await page.goto('/');
  await page.locator('input[name=user]').fill(people[who].user);
  await page.locator('input[name=password]').fill(people[who].password);
  await page.locator('button[type=submit]').click();
  await expect(page.locator('.top')).toBeVisible();
}

/** A project whose plan this person may edit and that has enough activities to work with. */
export async function planProject(page: Page): Promise<string> {
  if (env['TONGCHOU_PROJECT']) return env['TONGCHOU_PROJECT'];
  const found = await page.evaluate(async () => {
    const list = (await (await fetch('/api/v1/projects?limit=50')).json()) as { items: { id: string }[] };
    let best: string | null = null;
    for (const project of list.items) {
      const answer = await fetch(`/api/v1/projects/${project.id}/plan`);
      if (!answer.ok) continue;
      const plan = (await answer.json()) as { plan: { can_edit: boolean }; activities: { id: string[] } };
      if (plan.plan.can_edit && plan.activities.id.length >= 20 && plan.activities.id.length <= 6000) return project.id;
      if (plan.activities.id.length > 0) best ??= project.id;
    }
    return best;
  });
  expect(found, 'a project with a plan').not.toBeNull();
  return found!;
}

export async function openPlan(page: Page, search = ''): Promise<string> {
  const project = await planProject(page);
  await page.goto(`/projects/${project}/plan${search}`);
  await expect(page.locator('.plan-row:visible').first()).toBeVisible();
  return project;
}

/** The first record that is scoped to a project and can be created, with its plural name. */
export async function writableRegister(page: Page): Promise<{ record: string; plural: string; title: string }> {
  return page.evaluate(async () => {
    const schema = (await (await fetch('/api/v1/schema')).json()) as { functions: { records: { name: string; plural: string; title: string; scope?: string; states: unknown[] }[] }[] };
    const session = (await (await fetch('/api/v1/session')).json()) as { permissions: Record<string, string[]> };
    const all = schema.functions.flatMap((f) => f.records);
    const may = (r: { name: string }) => session.permissions[r.name]?.includes('create') ?? false;
    const chosen = all.find((r) => r.name === 'risk' && may(r)) ?? all.find((r) => r.scope === 'project' && r.states.length > 1 && may(r)) ?? all[0]!;
    return { record: chosen.name, plural: chosen.plural, title: chosen.title };
  });
}

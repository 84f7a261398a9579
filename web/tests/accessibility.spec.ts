import { expect } from '@playwright/test';
import { findings, overflow } from './axe';
import { look, planProject, signIn, test, writableRegister, type Language, type Theme } from './world';

// Walks over every page, two files at a time on two cores.
test.describe.configure({ timeout: 180_000 });

for (const language of ['zh-CN', 'en'] as Language[]) {
  for (const theme of ['light', 'dark'] as Theme[]) {
    test(`every route passes axe, ${language}, ${theme}`, async ({ watched: page }) => {
      test.setTimeout(360_000);
      await look(page, language, theme);
      await page.goto('/');
      await expect(page.locator('input[name=user]')).toBeVisible();
      expect.soft(await findings(page), 'sign in').toEqual([]);
      await signIn(page);
      const project = await planProject(page);
      const { record, plural } = await writableRegister(page);
      const first = await page.evaluate(async (p) => ((await (await fetch(`/api/v1/${p}?limit=1`)).json()) as { items: { id: string }[] }).items[0]?.id ?? '', plural);
      const routes = ['/', '/work', '/portfolio', '/projects', '/resources', '/finance', '/governance', '/knowledge', '/reports', `/projects/${project}/overview`, `/projects/${project}/plan`, `/projects/${project}/plan?panel=details`, `/projects/${project}/plan?panel=why.start`, `/projects/${project}/plan?panel=levelling`, `/projects/${project}/risks`, `/records/${record}`, `/records/${record}?open=${first}`, `/records/${record}/${first}`, `/records/${record}?create=1`, `/records/${record}?group=state`, '/account', '/guide', '/guide/functions/risk', '/functions/finance', '/reports/finance.waterfall', `/projects/${project}/risks?report=risk.top`, '/no/such/page'];
      for (const route of routes) {
        await page.goto(route);
        await page.waitForTimeout(700);
        expect.soft(await findings(page), route).toEqual([]);
        expect.soft(await overflow(page), `${route} overflow`).toBeLessThanOrEqual(0);
        const missing = await page.evaluate(() => [...document.body.innerText.matchAll(/\b(common|shell|account|views|plan|record|register|home|project|section|report|risk|approval|notice|finding)\.[a-z]+(\.[a-zA-Z]+)*\b/g)].map((m) => m[0]).filter((k) => !/^(plan|risk|project)\.(html|xml)/.test(k) && ![...document.querySelectorAll('code')].some((code) => code.textContent === k)));
        expect.soft(missing, `${route} missing texts`).toEqual([]);
      }
      await page.goto('/');
      await page.keyboard.press('Control+k');
      await page.waitForTimeout(300);
      expect.soft(await findings(page), 'palette').toEqual([]);
    });
  }
}

test('home and my work are usable at 390 pixels', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page);
  for (const route of ['/', '/work']) {
    await page.goto(route);
    await page.waitForTimeout(600);
    expect(await overflow(page), route).toBeLessThanOrEqual(0);
  }
});

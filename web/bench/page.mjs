import { chromium } from '@playwright/test';

/** Chromium as every measurement starts it. */
export const start = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info', '--js-flags=--expose-gc'] });

/** A page of its own at 1440 × 900, signed in as the director of the demo. */
export async function signedIn(browser, address, language = 'zh-CN') {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: address })).newPage();
  await page.addInitScript((chosen) => { localStorage.setItem('tongchou.language', chosen); performance.setResourceTimingBufferSize(5000); }, language);
  await page.goto('/');
  await page.locator('input[name=user]').fill('pmo');
  await page.locator('input[name=password]').fill('demo-pass');
  await page.locator('button[type=submit]').click();
  await page.locator('.top').waitFor();
  return page;
}

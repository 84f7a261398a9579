import { expect, type Locator, type Page } from '@playwright/test';
import { en } from '../../src/text/en';
import { zh } from '../../src/text/zh';
import type { Language } from '../world';

/** The plan of a project, written by key as a planner does. */
export class PlanScreen {
  constructor(private page: Page, private language: Language) {}

  private row = (name: string): Locator => this.page.locator('.plan-row:visible').filter({ has: this.page.locator('.plan-col-name', { hasText: name }) });
  private cell = (name: string, column: string): Locator => this.row(name).locator(`.plan-col-${column}`);

  async add(name: string, set: Record<string, string>): Promise<void> {
    const { page } = this;
    const words = (this.language === 'en' ? en : zh).plan;
    const first = page.getByRole('button', { name: words.firstActivity, exact: true });
    await expect(first.or(page.locator('.plan-row:visible').first())).toBeVisible();
    if (await first.count()) {
      await first.click();
      await this.write(words.newActivity, 'name', name);
    } else {
      await page.locator('.plan-row:visible').last().locator('.plan-col-number').click();
      await page.keyboard.press('Insert');
      await expect(page.locator('.plan-input')).toBeFocused();
      await page.locator('.plan-input').fill(name);
      await page.keyboard.press('Enter');
    }
    await expect(this.row(name)).toHaveCount(1);
    for (const [column, text] of Object.entries(set)) await this.write(name, column, text);
  }

  async write(name: string, column: string, text: string): Promise<void> {
    await this.type(name, column, text);
    await expect(this.page.locator('.plan-input')).toHaveCount(0);
  }

  /** What is refused keeps the input open, with the sentence beside it. */
  async refused(name: string, column: string, text: string): Promise<Locator> {
    await this.type(name, column, text);
    const hint = this.page.locator('.plan-hint');
    await expect(hint).toBeVisible();
    return hint;
  }

  async shows(name: string, column: string, text: string): Promise<void> {
    await expect(this.cell(name, column)).toHaveText(text);
  }

  async freeze(): Promise<void> {
    const words = this.language === 'en' ? en : zh;
    await this.page.locator('.plan-toolbar').getByRole('button', { name: words.common.more, exact: true }).click();
    await this.page.getByRole('menuitem', { name: words.plan.setBaseline }).click();
    await this.page.locator('dialog[open] .btn-primary').click();
    await expect(this.page.locator('dialog[open]')).toHaveCount(0);
  }

  private async type(name: string, column: string, text: string): Promise<void> {
    await this.cell(name, column).click();
    await this.page.keyboard.press('F2');
    await expect(this.page.locator('.plan-input')).toBeFocused();
    await this.page.locator('.plan-input').fill(text);
    await this.page.keyboard.press('Enter');
  }
}

import { expect, type Locator, type Page } from '@playwright/test';
import type { Field, RecordType, Schema } from '../../src/api/types';
import { en } from '../../src/text/en';
import { zh } from '../../src/text/zh';
import { hasPicture } from '../../src/chart/kinds';
import type { Language } from '../world';
import { factIn, fieldIn, fill } from './form';
import { People } from './people';
import { PlanScreen } from './plan';
import type { Line } from './script';
import { Words, type Named } from './words';

interface Place { id: string; writes: number }

/** Walks the lines of a journey through the screens, as the person whose turn it is. */
export class Player {
  private names = new Map<string, Named>();
  private at = new Map<Page, Place>();
  /** What others wrote meanwhile: a page that has not seen it is loaded anew. */
  private writes = 0;
  private who = 'pmo';

  private constructor(private people: People, private words: Words, private language: Language, private stamp: string) {}

  /** A journey of its own: a project that nobody else uses, and titles that no other journey has. */
  static async begin(people: People, fn: string, language: Language): Promise<Player> {
    const stamp = Math.floor(Math.random() * 36 ** 5).toString(36).toUpperCase().padStart(5, '0');
    const words = new Words(await people.read<Schema>('pmo', '/schema'), language);
    const player = new Player(people, words, language, stamp);
    const manager = await people.person('pm');
    const name = `${words.functionName(fn)} ${stamp}`;
    const { record } = await people.post('pmo', '/projects', { name, key: `L${stamp}`, manager: manager.id, start: '2026-03-02' });
    player.names.set('P1', { id: record.id, title: name, record: 'project' });
    for (const login of ['pmo', 'pm', 'pm2', 'exec', 'auditor', 'member']) {
      const person = await people.person(login);
      player.names.set(`@${login}`, { id: person.id, title: person.name, record: 'person' });
    }
    return player;
  }

  async play(line: Line): Promise<void> {
    switch (line.verb) {
      case 'as': this.who = line.words[0]!; return;
      case 'flow': return this.flow(line.words[0]!);
      case 'do': return line.words[0]!.endsWith('.create') ? this.create(line) : this.step(line);
      case 'decide': return this.decide(line);
      case 'answer': return this.answer(line);
      case 'task': case 'cell': case 'baseline': return this.plan(line);
      case 'see': return this.see(line);
      case 'find': return this.find(line);
      case 'report': return this.report(line);
      case 'matrix': return this.matrix(line);
      default: throw new Error(`unknown verb ${line.verb}`);
    }
  }

  /** How this organisation decides a step: by the executives. The director sets it up once for all journeys. */
  private async flow(about: string): Promise<void> {
    const [record = '', step = ''] = about.split('.');
    const filter = encodeURIComponent(`record = "${record}" and step = "${step}" and state = "published"`);
    if ((await this.people.read<{ items: unknown[] }>('pmo', `/flows?filter=${filter}`)).items.length > 0) return;
    const type = this.words.type('flow');
    const page = await this.go('/records/flow');
    await page.locator('.filter-bar .btn-primary').click();
    const dialog = page.locator('dialog[open]');
    await this.enter(dialog, type.fields, { title: about });
    for (const [name, code] of [['record', record], ['step', step]] as const) await fieldIn(dialog, this.words.say(this.words.field(type, name).labels)).locator('select').selectOption(code);
    const stage = dialog.locator('.stage-editor > li');
    await stage.locator('input').first().fill(about);
    await stage.locator('.ant-select').click();
    await page.keyboard.insertText((this.language === 'en' ? en : zh).role.executive);
    await page.locator('.ant-select-item-option-active').click();
    await page.keyboard.press('Escape');
    await dialog.locator('button[type=submit]').click();
    await expect(page.locator('.record-panel h2')).toHaveText(about);
    await page.locator('.steps [data-step="publish"]').click();
    await this.stands(page, type, 'published');
  }

  private named(name: string): Named {
    const found = this.names.get(name);
    if (!found) throw new Error(`no ${name} yet`);
    return found;
  }

  private page = (): Promise<Page> => this.people.page(this.who);

  /** Goes to an address, within the loaded page where it has seen all that was written. */
  private async go(path: string, fresh = false): Promise<Page> {
    const page = await this.page();
    const seen = this.at.get(page);
    if (fresh || seen?.writes !== this.writes) await page.goto(path);
    else await page.evaluate((to) => history.pushState({}, '', to), path);
    this.at.set(page, { id: '', writes: this.writes });
    return page;
  }

  private async wrote(page: Page, id: string): Promise<void> {
    this.writes++;
    this.at.set(page, { id, writes: this.writes });
  }

  private async open(name: string): Promise<Page> {
    const { record, id } = this.named(name);
    const page = await this.page();
    const seen = this.at.get(page);
    if (seen?.id !== id || seen.writes !== this.writes) await this.go(`/records/${record}/${id}`, true);
    this.at.set(page, { id, writes: this.writes });
    await expect(page.locator('.steps')).toBeVisible();
    return page;
  }

  private async enter(form: Locator, fields: Field[], set: Record<string, string>): Promise<void> {
    // Pickers come with files of their own; until then disabled inputs keep their places.
    await expect(form.locator('.input:disabled')).toHaveCount(0);
    for (const [name, text] of Object.entries(set)) {
      const field = fields.find((f) => f.name === name);
      if (!field) throw new Error(`no field ${name}`);
      const place = fieldIn(form, this.words.say(field.labels));
      if ((await place.count()) === 0) await form.locator('.foot-left').click();
      await fill(place, field, this.words.typed(field, text.replace('~', this.stamp), this.names));
    }
  }

  private async create(line: Line): Promise<void> {
    const type = this.words.type(line.words[0]!.replace(/\.create$/, ''));
    const page = await this.go(`/records/${type.name}`);
    await page.locator('.filter-bar .btn-primary').click();
    const dialog = page.locator('dialog[open]');
    const set = { ...line.set };
    if (set[type.title]) set[type.title] += ` ${this.stamp}`;
    await this.enter(dialog, Object.keys(set).map((name) => this.words.field(type, name)), set);
    await dialog.locator('button[type=submit]').click();
    if (line.refused !== undefined) return this.refusal(dialog, line.refused);
    const title = page.locator('.record-panel h2');
    if (set[type.title]) await expect(title).toHaveText(set[type.title]!);
    else await expect(title).not.toHaveText(/^\s*$/);
    const id = openId(page);
    await this.wrote(page, id);
    if (line.name) this.names.set(line.name, { id, title: (await title.innerText()).trim(), record: type.name });
    await this.stands(page, type, line.state);
  }

  private async stands(page: Page, type: RecordType, state: string | undefined): Promise<void> {
    if (state === 'asked') await expect(page.locator('.running-note, .approval-running').first()).toBeVisible();
    else if (state) await expect(page.locator('.steps .chip').first()).toHaveText(this.words.state(type, state));
  }

  private async step(line: Line): Promise<void> {
    const [record = '', verb = ''] = line.words[0]!.split('.');
    const type = this.words.type(record);
    const name = line.words[1]!;
    const page = await this.open(name);
    if (verb === 'update') return this.edit(page, type, line.set, line.refused);
    const inputs = this.words.inputs(type, verb);
    const asked = Object.fromEntries(Object.entries(line.set).filter(([k]) => inputs.some((f) => f.name === k)));
    await this.edit(page, type, Object.fromEntries(Object.entries(line.set).filter(([k]) => !(k in asked))));
    const button = page.locator(`.steps [data-step="${verb}"]`);
    await expect(button).toBeEnabled();
    if (line.refused === undefined) await expect(button).not.toHaveAttribute('aria-disabled', 'true');
    const barred = (await button.getAttribute('aria-disabled')) === 'true';
    const answered = barred || inputs.length > 0 ? null : page.waitForResponse((r) => r.request().method() === 'POST' && r.url().includes('/actions/'));
    await button.click();
    const dialog = page.locator('dialog[open]');
    if (answered) await answered;
    else if (!barred) {
      await this.enter(dialog, inputs, asked);
      await dialog.locator('.dialog-foot .btn-primary').click();
    }
    if (line.refused !== undefined) return this.refusal(dialog, line.refused);
    await expect(dialog).toHaveCount(0);
    await this.stands(page, type, line.state);
    await this.wrote(page, this.named(name).id);
  }

  private async edit(page: Page, type: RecordType, set: Record<string, string>, refused?: string): Promise<void> {
    for (const [name, text] of Object.entries(set)) {
      const field = this.words.field(type, name);
      await page.locator(`.record-fields [data-field="${name}"]`).click();
      const cell = page.locator('.cell-edit');
      await fill(cell, { ...field, multiline: false }, this.words.typed(field, text, this.names));
      if (!['choice', 'link', 'date'].includes(field.kind)) await page.keyboard.press('Enter');
      if (refused === undefined) { await expect(cell).toHaveCount(0); this.writes++; continue; }
      await this.told(cell.locator('.cell-refusal'), refused);
      await page.keyboard.press('Escape');
    }
  }

  /** The refusal stands beside its field, or in the dialog. */
  private async refusal(dialog: Locator, code: string): Promise<void> {
    await this.told(dialog.locator('.field-error, .refusals li').filter({ hasText: code }).first(), code);
    await dialog.locator('.dialog-foot .btn:not(.foot-left)').first().click();
    await expect(dialog).toHaveCount(0);
  }

  /** A sentence in the reader's own words, with the code of the rule. */
  private async told(place: Locator, code: string): Promise<void> {
    await expect(place).toContainText(code);
    const said = (await place.innerText()).replace(code, '').replace(/[\s()]/g, '');
    expect(said.length, `words of ${code}`).toBeGreaterThan(3);
    expect(/[\u4e00-\u9fff]/.test(said), `${code} in ${this.language}: ${said}`).toBe(this.language !== 'en');
  }

  private async decide(line: Line): Promise<void> {
    const about = this.named(line.words[0]!);
    const page = await this.go('/work');
    const inbox = page.locator('.inbox');
    await expect(inbox.locator('.inbox-item, .empty').first()).toBeVisible();
    await expect(inbox.locator('.skeleton')).toHaveCount(0);
    const more = page.locator('.inbox-more');
    if (await more.count()) await more.click();
    const task = page.locator('.inbox-item').filter({ hasText: about.title });
    // Nobody is asked about a request of his own.
    if (line.refused === '') { await expect(task).toHaveCount(0); return; }
    await expect(task).toHaveCount(1);
    if ((await task.locator('.inbox-body').count()) === 0) await task.locator('.inbox-head').click();
    if (line.set['comment']) await task.locator('.decide textarea').fill(line.set['comment']);
    await task.locator(`[data-decision=${line.words[1]}]`).click();
    if (line.refused !== undefined) { await expect(task.locator('.field-error')).toBeVisible(); return; }
    await expect(task).toHaveCount(0);
    await this.wrote(page, '');
    await this.stands(await this.open(line.words[0]!), this.words.type(about.record), line.state);
  }

  /** Answers a survey: each dimension by the first word of a choice. */
  private async answer(line: Line): Promise<void> {
    const page = await this.open(line.words[0]!);
    await page.locator('[data-step="answer"]').click();
    const dialog = page.locator('dialog[open]');
    const dimensions = this.words.field(this.words.type('culture_initiative'), 'dimension').choices!;
    const questions = dialog.locator('.field');
    await expect(questions).toHaveCount(dimensions.length + 1);
    for (const [name, text] of Object.entries(line.set)) {
      const labels = dimensions.find((d) => d.value === name)?.labels;
      const question = labels ? fieldIn(dialog, this.words.say(labels)) : questions.last();
      await question.locator('select').selectOption(text);
    }
    await dialog.locator('.dialog-foot .btn-primary').click();
    if (line.refused !== undefined) return this.refusal(dialog, line.refused);
    await expect(dialog).toHaveCount(0);
    await this.wrote(page, this.named(line.words[0]!).id);
  }

  /** A line about the plan: an activity is added, a cell is written or refused, the dates are frozen. */
  private async plan(line: Line): Promise<void> {
    const path = `/projects/${this.named('P1').id}/plan`;
    const page = await this.page();
    if (new URL(page.url()).pathname !== path) await this.go(path);
    const plan = new PlanScreen(page, this.language);
    const name = line.words[0]!;
    if (line.verb === 'baseline') await plan.freeze();
    else if (line.verb === 'task') await plan.add(name, line.set);
    else for (const [column, text] of Object.entries(line.set)) {
      if (line.refused === undefined) { await plan.write(name, column, text); continue; }
      await this.told(await plan.refused(name, column, text), line.refused);
      await page.keyboard.press('Escape');
    }
    await this.wrote(page, '');
  }

  private async see(line: Line): Promise<void> {
    const page = await this.open(line.words[0]!);
    const type = this.words.type(this.named(line.words[0]!).record);
    for (const [name, text] of Object.entries(line.set)) {
      const field = this.words.field(type, name);
      const fact = factIn(page.locator('.record-fields'), this.words.say(field.labels)).locator('dd');
      const shown = this.words.shown(field, text, this.names);
      if (field.computed || field.read_only) await expect(fact).toHaveText(shown);
      else await expect(fact).toContainText(shown);
    }
  }

  /** A record that the program made by itself, found in its register. */
  private async find(line: Line): Promise<void> {
    const type = this.words.type(line.words[0]!);
    const filter = Object.entries(line.set).map(([k, v]) => `${k} = "${this.names.get(v)?.id ?? v}"`).join(' and ');
    const page = await this.go(`/records/${type.name}?filter=${encodeURIComponent(filter)}`);
    const row = page.locator('.rg-row .rg-title');
    await expect(row).toHaveCount(1);
    await row.click();
    await page.keyboard.press('Enter');
    const title = page.locator('.record-panel h2');
    await expect(title).not.toHaveText(/^\s*$/);
    const id = openId(page);
    this.names.set(line.name!, { id, title: (await title.innerText()).trim(), record: type.name });
    this.at.set(page, { id, writes: this.writes });
    await this.stands(page, type, line.state);
  }

  /** The risk stands in its field of the matrix, before or (residual=true) after its response. */
  private async matrix(line: Line): Promise<void> {
    const risk = this.named(line.words[0]!);
    const page = await this.go(`/functions/risk?project=${this.named('P1').id}`);
    await page.locator('.risk-card .btn-group button').nth(line.set['residual'] === 'true' ? 1 : 0).click();
    await page.locator('.risk-row').nth(5 - Number(line.set['probability'])).locator('.risk-cell button').nth(Number(line.set['impact']) - 1).click();
    await expect(page.locator('.risk-list li')).toHaveCount(1);
    await expect(page.locator('.risk-list li')).toContainText(risk.title);
  }

  /** The picture of the function is drawn, and the figures below it hold a row with what was just entered. */
  private async report(line: Line): Promise<void> {
    const report = this.words.report(line.words[0]!);
    const fn = report.name.split('.')[0]!;
    const { project, ...rest } = line.set;
    const page = await this.go(`/functions/${fn}${project ? `?project=${this.named(project).id}` : ''}`);
    await page.locator(`.rail [data-view="${report.name}"]`).click();
    await expect(page.locator('.report-page')).toBeVisible();
    await this.enter(page.locator('.report-page > .report-inputs'), report.inputs ?? [], rest);
    const cards = page.locator('.report-card');
    if (line.refused !== undefined) return this.told(cards.first().locator('.report-refused'), line.refused);
    const wanted = Object.entries(line.cells).map(([name, text]) => {
      const column = (report.columns ?? []).find((c) => c.name === name);
      if (!column) throw new Error(`no column ${name} of ${report.name}`);
      return { head: this.words.say(column.labels), text: this.words.told(report, fn, column, text, this.names) };
    });
    let rows: Record<string, string>[] = [];
    await expect(async () => {
      rows = await cards.last().locator('table').evaluate(cellsOf);
      expect(rows.some((row) => wanted.every((w) => w.text.includes(row[w.head] ?? ''))), `${JSON.stringify(wanted)} in ${JSON.stringify(rows.slice(0, 8))}`).toBe(true);
    }).toPass({ timeout: 20_000 });
    await expect(page.locator('.report-refused, .chart-none, [role=alert]')).toHaveCount(0);
    await expect(page.locator('.report-body .skeleton')).toHaveCount(0);
    if (hasPicture(report.chart)) {
      // A digit alone is found anywhere.
      const words = wanted.flatMap((w) => w.text);
      await pictured(cards.first(), words.some((w) => w.length > 1) ? words.filter((w) => w.length > 1) : words);
    }
  }
}

const openId = (page: Page): string => (new URL(page.url()).searchParams.get('open') ?? '').replace(/^"|"$/g, '');

/** The picture names the row, or tells it under the pointer where it only has points. */
async function pictured(card: Locator, words: string[]): Promise<void> {
  const picture = card.locator('.report-body > :not(.report-finding)');
  const points = picture.locator('circle');
  const said = await picture.evaluate(saidBy);
  if (words.some((word) => said.includes(word))) return;
  expect(await points.count(), `${words.join(', ')} in ${said}`).toBeGreaterThan(0);
  for (const point of await points.all()) {
    await point.hover();
    const tip = await card.locator('.tip').innerText();
    if (words.some((word) => tip.includes(word))) return;
  }
  throw new Error(`no point tells ${words.join(', ')}`);
}

/** What is written in a picture, and what its marks are called; not what stands above or around it. */
function saidBy(picture: Element): string {
  const marks = [...picture.querySelectorAll('[aria-label]:not([role=region]):not([role=img]):not([role=group])')];
  return [picture.textContent ?? '', ...marks.map((mark) => mark.getAttribute('aria-label') ?? '')].join('\n');
}

/** Rows of a table by the words of its head. */
function cellsOf(table: Element): Record<string, string>[] {
  const text = (cell: Element) => (cell.textContent ?? '').trim();
  // A table of few rows and many figures lies on its side.
  if (table.classList.contains('table-turned')) {
    const lines = [...table.querySelectorAll('tr')].map((line) => [...line.children].map(text));
    return (lines[0] ?? []).slice(1).map((_, k) => Object.fromEntries(lines.map((line) => [line[0] ?? '', line[k + 1] ?? ''])));
  }
  const heads = [...table.querySelectorAll('thead th')].map(text);
  return [...table.querySelectorAll('tbody tr')].map((row) => Object.fromEntries([...row.children].map((cell, k) => [heads[k] ?? '', text(cell)])));
}
